package org.papertide.local.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of one paper in the making. A placeholder {@code {list}} is filled once and then stays
 * the same throughout the paper, {@code {~list}} is filled anew each time, {@code {n 3-40}} and
 * {@code {d 1.2-9.8}} are numbers; {@code {List}} is {@code {list}} with a capital. Not
 * thread-safe.
 */
final class TextGenerator {

    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\{(~?)([A-Za-z]+)(?: ([0-9.]+)-([0-9.]+))?}");
    private static final Pattern ARTICLE = Pattern.compile("\\b([Aa])\\(n\\) (?=([A-Za-z]))");
    private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}\\p{N}']*");
    private static final Set<String> SMALL =
            Set.of(
                    "a", "an", "and", "around", "as", "at", "by", "for", "from", "in", "of", "on",
                    "or", "out", "over", "per", "than", "that", "the", "to", "under", "with");
    private static final List<String> SYLLABLES =
            List.of(
                    "va", "lo", "mir", "tes", "qua", "ru", "fen", "ost", "bri", "ka", "zel", "nu",
                    "dor", "pli", "sha", "gan", "wex", "hyl", "cor", "tam", "ep", "jo", "rin",
                    "sul", "ved", "oma");
    private static final List<String> ENDINGS =
            List.of("", "", "", "", "", "Flow", "Net", "-S", "Kit", "2");

    private final Vocabulary vocabulary;
    private final RandomGenerator random;
    private final Map<String, String> bound = new HashMap<>();

    TextGenerator(Vocabulary vocabulary, RandomGenerator random) {
        this.vocabulary = vocabulary;
        this.random = random;
        bound.put("name", coinedName());
    }

    /** The coined name of the work, such as "Velmira". */
    String name() {
        return fill("{name}");
    }

    String title() {
        String title = fill(pick("titles"));
        if (!title.contains(":") && !title.endsWith("?") && random.nextInt(5) > 0) {
            title += ": " + fill(pick("subtitle"));
        }
        return titleCase(title);
    }

    /** Five to eight sentences, about 450 to 1,200 characters. */
    String abstractText() {
        List<String> sentences = new ArrayList<>();
        sentences.add(fill(pick("opening")));
        sentences.add(fill(pick("approach")));
        sentences.addAll(several("body", 2 + random.nextInt(2)));
        sentences.addAll(several("results", 1 + random.nextInt(2)));
        if (random.nextInt(3) > 0) {
            sentences.add(fill(pick("closing")));
        }
        return String.join(" ", sentences);
    }

    List<String> keywords() {
        List<String> keywords = new ArrayList<>();
        keywords.add(fill("{technique}"));
        keywords.add(fill("{task}"));
        keywords.add(fill("{obstacle}"));
        keywords.add(fill("{~keywords}"));
        return keywords;
    }

    private List<String> several(String list, int count) {
        List<String> left = new ArrayList<>(vocabulary.list(list));
        List<String> sentences = new ArrayList<>();
        while (sentences.size() < count && !left.isEmpty()) {
            sentences.add(fill(left.remove(random.nextInt(left.size()))));
        }
        return sentences;
    }

    String pick(String list) {
        List<String> entries = vocabulary.list(list);
        return entries.get(random.nextInt(entries.size()));
    }

    private String fill(String pattern) {
        String text = PLACEHOLDER.matcher(pattern).replaceAll(this::value);
        return ARTICLE.matcher(text)
                .replaceAll(found ->
                        found.group(1) + ("aeiou".contains(lower(found.group(2))) ? "n " : " "));
    }

    private String value(MatchResult placeholder) {
        String list = placeholder.group(2);
        if (placeholder.group(3) != null) {
            return number(placeholder.group(3), placeholder.group(4));
        }
        if (!placeholder.group(1).isEmpty()) {
            return Matcher.quoteReplacement(fill(pick(list)));
        }
        boolean capital = Character.isUpperCase(list.charAt(0)) && !vocabulary.has(list);
        String name = capital ? lower(list) : list;
        String value = bound.get(name);
        if (value == null) {
            value = fill(pick(name));
            bound.put(name, value);
        }
        return Matcher.quoteReplacement(capital ? capitalised(value) : value);
    }

    private String number(String from, String to) {
        int point = from.indexOf('.');
        if (point < 0) {
            int least = Integer.parseInt(from);
            return Integer.toString(least + random.nextInt(Integer.parseInt(to) - least + 1));
        }
        double least = Double.parseDouble(from);
        double value = least + random.nextDouble() * (Double.parseDouble(to) - least);
        int digits = from.length() - point - 1;
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    private String coinedName() {
        StringBuilder name = new StringBuilder();
        int syllables = 2 + random.nextInt(2);
        for (int i = 0; i < syllables; i++) {
            name.append(SYLLABLES.get(random.nextInt(SYLLABLES.size())));
        }
        return capitalised(name.toString()) + ENDINGS.get(random.nextInt(ENDINGS.size()));
    }

    private static String titleCase(String title) {
        return WORD.matcher(title)
                .replaceAll(word -> {
                    boolean small =
                            SMALL.contains(word.group())
                                    && word.start() > 0
                                    && !title.startsWith(": ", word.start() - 2);
                    return small ? word.group() : capitalised(word.group());
                });
    }

    private static String capitalised(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
