package org.papertide.notify.message;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a mail uses of HTML and CSS, by its names in the tables of caniemail: elements, attributes,
 * properties, values, units, functions, selectors and at-rules. What is in no list here is not
 * allowed in a mail, so that nobody adds a feature that nobody looked up.
 */
final class UsedFeatures {

    /** Of every document since there are documents; no table asks for it. */
    private static final String ALWAYS = "";

    private static final Map<String, String> ELEMENTS =
            Map.ofEntries(
                    entry("!doctype", "html-doctype"),
                    entry("html", ALWAYS),
                    entry("head", ALWAYS),
                    entry("meta", ALWAYS),
                    entry("title", ALWAYS),
                    entry("style", "html-style"),
                    entry("body", "html-body"),
                    entry("table", "html-table"),
                    entry("tr", "html-table"),
                    entry("td", "html-table"),
                    entry("h1", "html-h1-h6"),
                    entry("h2", "html-h1-h6"),
                    entry("h3", "html-h1-h6"),
                    entry("p", "html-p"),
                    entry("a", ALWAYS));

    private static final Map<String, String> ATTRIBUTES =
            Map.ofEntries(
                    // Of the doctype.
                    entry("html", ALWAYS),
                    entry("lang", "html-lang"),
                    entry("dir", "html-dir"),
                    entry("role", "html-role"),
                    entry("class", "css-selector-class"),
                    entry("style", ALWAYS),
                    entry("href", ALWAYS),
                    entry("width", "html-width"),
                    entry("align", "html-align"),
                    entry("border", ALWAYS),
                    entry("cellpadding", "html-cellpadding"),
                    entry("cellspacing", "html-cellspacing"),
                    entry("charset", ALWAYS),
                    entry("name", ALWAYS),
                    entry("content", ALWAYS));

    private static final Map<String, String> PROPERTIES =
            Map.ofEntries(
                    entry("background-color", "css-background-color"),
                    entry("border-color", "css-border"),
                    entry("border-left", "css-border"),
                    entry("border-top", "css-border"),
                    entry("border-radius", "css-border-radius"),
                    entry("color", ALWAYS),
                    entry("color-scheme", "css-color-scheme"),
                    entry("display", "css-display"),
                    entry("font-family", "css-font"),
                    entry("font-size", "css-font-size"),
                    entry("font-style", "css-font"),
                    entry("font-weight", "css-font-weight"),
                    entry("line-height", "css-line-height"),
                    entry("margin", "css-margin"),
                    entry("max-width", "css-max-width"),
                    entry("padding", "css-padding"),
                    entry("text-align", "css-text-align"),
                    entry("text-decoration", "css-text-decoration"),
                    entry("word-break", "css-word-break"));

    /** Values that some client takes only in part: those that all of them take. */
    private static final Map<String, Pattern> VALUES =
            Map.ofEntries(
                    entry("color-scheme", Pattern.compile("light dark")),
                    // Outlook on Windows knows none only, and shows the others inline.
                    entry("display", Pattern.compile("none|inline-block")),
                    entry("font-style", Pattern.compile("italic|normal")),
                    // Not by number.
                    entry("font-weight", Pattern.compile("bold|normal")),
                    // Not below 0, and not auto.
                    entry("margin", Pattern.compile("(?:\\d+(?:px)?)(?: \\d+(?:px)?){0,3}")),
                    entry("padding", Pattern.compile("(?:\\d+(?:px)?)(?: \\d+(?:px)?){0,3}")),
                    // Not wider than 8 px.
                    entry("border-left", Pattern.compile("[1-8]px solid #[0-9a-f]{6}")),
                    entry("border-top", Pattern.compile("[1-8]px solid #[0-9a-f]{6}")),
                    entry("border-radius", Pattern.compile("\\d+px")),
                    entry("font-size", Pattern.compile("\\d+px")),
                    entry("line-height", Pattern.compile("\\d+px")),
                    entry("max-width", Pattern.compile("\\d+px")),
                    // Not start and end.
                    entry("text-align", Pattern.compile("left")),
                    entry("text-decoration", Pattern.compile("none|underline")),
                    entry("word-break", Pattern.compile("break-all")),
                    entry("color", Pattern.compile("#[0-9a-f]{6}")),
                    entry("background-color", Pattern.compile("#[0-9a-f]{6}")),
                    entry("border-color", Pattern.compile("#[0-9a-f]{6}")),
                    entry("font-family", Pattern.compile("[A-Za-z ',-]+")));

    private static final Map<String, List<String>> AT_RULES =
            Map.of(
                    "@media (prefers-color-scheme: dark)",
                    List.of("css-at-media", "css-at-media-prefers-color-scheme"));

    private static final Pattern TAG =
            Pattern.compile("<(!?[a-z][a-z0-9]*)((?:\\s+[a-z-]+(?:=\"[^\"]*\")?)*)\\s*/?>");
    private static final Pattern ATTRIBUTE = Pattern.compile("([a-z-]+)(?:=\"([^\"]*)\")?");
    private static final Pattern RULE = Pattern.compile("([^{};]+)\\{([^{}]*)}");
    private static final Pattern AT_RULE = Pattern.compile("(@[^{};]+)\\{");
    private static final Pattern UNIT = Pattern.compile("\\d(px|em|rem|pt|vw|vh|%)");

    private final Set<String> slugs = new TreeSet<>();

    private UsedFeatures() {}

    /** The names of all that a mail uses. */
    static Set<String> of(String html) {
        UsedFeatures used = new UsedFeatures();
        if (html.contains("<!--")) {
            used.add("html-comments");
        }
        Matcher tags = TAG.matcher(html);
        int seen = 0;
        while (tags.find()) {
            seen++;
            used.element(tags.group(1), tags.group(2));
        }
        // A tag that the pattern does not understand would go by unseen; "<!--[if mso]>" is none.
        int all = Html.matches(html, "(<!?[a-z])").size();
        if (seen != all) {
            throw new AssertionError("only %d of %d tags are understood".formatted(seen, all));
        }
        String styles = String.join("\n", Html.matches(html, "(?s)<style>(.*?)</style>"));
        used.styles(styles);
        return used.slugs;
    }

    private void add(String slug) {
        if (!slug.isEmpty()) {
            slugs.add(slug);
        }
    }

    private static String known(Map<String, String> names, String name, String kind) {
        String slug = names.get(name);
        if (slug == null) {
            throw new AssertionError(kind + " is in no list: " + name);
        }
        return slug;
    }

    private void element(String name, String attributes) {
        add(known(ELEMENTS, name, "the element"));
        Matcher each = ATTRIBUTE.matcher(attributes);
        while (each.find()) {
            String attribute = each.group(1);
            String value = each.group(2) == null ? "" : each.group(2);
            add(known(ATTRIBUTES, attribute, "the attribute"));
            switch (attribute) {
                case "style" -> declarations(value);
                case "href" -> link(value);
                case "name" -> {
                    if (value.endsWith("color-schemes") || value.equals("color-scheme")) {
                        add("html-meta-color-scheme");
                    }
                }
                default -> {}
            }
        }
    }

    private void link(String address) {
        if (address.startsWith("mailto:")) {
            add("html-mailto-links");
        } else if (address.startsWith("#")) {
            add("html-anchor-links");
        }
    }

    private void styles(String css) {
        Matcher atRules = AT_RULE.matcher(css);
        while (atRules.find()) {
            List<String> found = AT_RULES.get(atRules.group(1).strip());
            if (found == null) {
                throw new AssertionError("the at-rule is in no list: " + atRules.group(1));
            }
            slugs.addAll(found);
        }
        Matcher rules = RULE.matcher(AT_RULE.matcher(css).replaceAll(""));
        while (rules.find()) {
            selectors(rules.group(1).strip());
            declarations(rules.group(2));
        }
    }

    private void selectors(String list) {
        String[] selectors = list.split(",", -1);
        if (selectors.length > 1) {
            add("css-selector-grouping");
        }
        for (String each : selectors) {
            if (each.strip().matches("\\.[a-z]+")) {
                add("css-selector-class");
            } else if (!each.strip().equals(":root")) {
                throw new AssertionError("the selector is in no list: " + each);
            }
        }
    }

    private void declarations(String list) {
        Arrays.stream(list.split(";", -1))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .forEach(this::declaration);
    }

    private void declaration(String text) {
        int colon = text.indexOf(':');
        String property = text.substring(0, colon).strip();
        String value = text.substring(colon + 1).strip();
        add(known(PROPERTIES, property, "the property"));
        if (value.endsWith(" !important")) {
            add("css-important");
            value = value.substring(0, value.length() - " !important".length());
        }
        Pattern allowed = VALUES.get(property);
        if (allowed == null || !allowed.matcher(value).matches()) {
            throw new AssertionError("the value is in no list: " + text);
        }
        if (value.equals("none") && property.equals("display")) {
            add("css-display-none");
        }
        Matcher units = UNIT.matcher(value);
        while (units.find()) {
            add(units.group(1).equals("%") ? "css-unit-percent" : "css-unit-" + units.group(1));
        }
    }
}
