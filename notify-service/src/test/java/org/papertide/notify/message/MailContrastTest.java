package org.papertide.notify.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Colours of mails can be read, light and dark: 4.5 to 1 (WCAG 2.2, 1.4.3). */
class MailContrastTest {

    private static final double LEAST = 4.5;

    private static final String SHEET = "sheet";

    private static final Pattern TAG = Pattern.compile("<[a-z][a-z0-9]*\\s[^>]*>");
    private static final Pattern CLASS = Pattern.compile("class=\"([^\"]*)\"");
    private static final Pattern STYLE = Pattern.compile("style=\"([^\"]*)\"");
    private static final Pattern COLOUR =
            Pattern.compile("(?<![-\\w])color: (#[0-9a-f]{6})(?![0-9a-f])");
    private static final Pattern GROUND =
            Pattern.compile("background-color: (#[0-9a-f]{6})(?![0-9a-f])");
    private static final Pattern RULE = Pattern.compile("\\.(\\w+) \\{([^}]*)}");

    /** Text on its ground. */
    private record Pair(String tag, String colour, String ground) {

        double contrast() {
            double one = luminance(colour);
            double other = luminance(ground);
            return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        }
    }

    private static String read(String name) {
        String path = "/templates/mail/" + name + ".html";
        try (InputStream in = MailContrastTest.class.getResourceAsStream(path)) {
            return new String(
                    Objects.requireNonNull(in, path).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(path, e);
        }
    }

    private static Optional<String> find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** What a class says in the dark. */
    private static Map<String, String> darkRules() {
        Map<String, String> rules = new HashMap<>();
        Matcher matcher = RULE.matcher(read("layout"));
        while (matcher.find()) {
            rules.put(matcher.group(1), matcher.group(2));
        }
        assertThat(rules).containsKeys("page", SHEET, "ink", "soft", "tide", "button");
        return rules;
    }

    private static Optional<String> inDark(
            Pattern pattern, Map<String, String> rules, List<String> classes) {
        return classes.stream()
                .flatMap(name -> find(pattern, rules.getOrDefault(name, "")).stream())
                .findFirst();
    }

    /** Each element that has a colour; it stands on the sheet if it has no ground of its own. */
    private static List<Pair> pairs(String template, boolean dark) {
        Map<String, String> rules = darkRules();
        String sheet = dark ? inDark(GROUND, rules, List.of(SHEET)).orElseThrow() : "#ffffff";
        List<Pair> pairs = new ArrayList<>();
        Matcher tags = TAG.matcher(read(template));
        while (tags.find()) {
            String tag = tags.group();
            String style = find(STYLE, tag).orElse("");
            Optional<String> colour = find(COLOUR, style);
            if (colour.isEmpty() || style.contains("display: none")) {
                continue;
            }
            List<String> classes = List.of(find(CLASS, tag).orElse("").split(" ", -1));
            Optional<String> ground = find(GROUND, style);
            pairs.add(
                    dark
                            ? new Pair(
                                    tag,
                                    inDark(COLOUR, rules, classes).orElse(colour.get()),
                                    inDark(GROUND, rules, classes).or(() -> ground).orElse(sheet))
                            : new Pair(tag, colour.get(), ground.orElse(sheet)));
        }
        return pairs;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alert",
                "confirm",
                "digest",
                "footer",
                "layout",
                "paper",
                "webhook-ended",
                "welcome"
            })
    void eachColourCanBeReadOnItsGround(String template) {
        for (boolean dark : new boolean[] {false, true}) {
            assertThat(pairs(template, dark))
                    .as("dark: %s", dark)
                    .isNotEmpty()
                    .allSatisfy(pair -> assertThat(pair.contrast()).isGreaterThanOrEqualTo(LEAST));
        }
    }

    @ParameterizedTest
    @CsvSource({"#000000, #ffffff, 21.0", "#777777, #ffffff, 4.48", "#123456, #123456, 1.0"})
    void measuresContrastAsTheStandardDoes(String colour, String ground, double contrast) {
        assertThat(new Pair("", colour, ground).contrast())
                .isCloseTo(contrast, Offset.offset(0.01));
    }

    @Test
    void theSheetIsWhite() {
        assertThat(read("layout")).containsPattern("class=\"sheet\" style=\"[^\"]*#ffffff");
    }

    private static double luminance(String colour) {
        int rgb = Integer.parseInt(colour.substring(1), 16);
        return 0.2126 * linear((rgb >> 16) & 0xff)
                + 0.7152 * linear((rgb >> 8) & 0xff)
                + 0.0722 * linear(rgb & 0xff);
    }

    private static double linear(int channel) {
        double part = channel / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }
}
