package org.papertide.testing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A query of the search field, with what it means, by the rules that readers are told. The search
 * and the subscription to a search are both held to it.
 *
 * @param text as a reader types it
 * @param words that are wanted, those of phrases too
 * @param phrases each of which is wanted
 * @param authors each of whom is wanted
 * @param categories of which one is wanted
 * @param papers that it names, as {@code arxiv:2409.01234}
 * @param notTexts words and phrases that are not wanted
 * @param notAuthors who are not wanted
 * @param notCategories that are not wanted
 */
public record SampleQuery(
        String text,
        String words,
        Set<String> phrases,
        Set<String> authors,
        Set<String> categories,
        Set<String> papers,
        Set<String> notTexts,
        Set<String> notAuthors,
        Set<String> notCategories) {

    private static final int FULL_WIDTH_DISTANCE = '！' - '!';

    /** Words, of which some look like operators. */
    private static final List<String> WORDS =
            List.of(
                    "tides",
                    "state-of-the-art",
                    "marsh's",
                    "co-author:ebb",
                    "Ti:sapphire",
                    "Au:Ag",
                    "id:nothing",
                    "NOT",
                    "is",
                    "-3",
                    "- ebb",
                    "– ebb",
                    "the author: who",
                    "no category: none",
                    "cat:<b",
                    "JEPA: how",
                    "GPT-4",
                    "注意力");

    private static final List<String> TERMS = List.of("moons", "salt-marsh", "foam", "GPT-4");
    private static final List<String> PHRASES =
            List.of("salt marsh", "of the sea", "moons", "a -b: c", "author:none");
    private static final List<String> AUTHORS = List.of("Saxe", "O'Brien", "王伟", "Y.LeCun");
    private static final List<String> NAMES = List.of("Ada Marsh", "Marsh, Ada", "Saxe");
    private static final List<String> CATEGORIES = List.of("cs.LG", "stat.ML", "math");
    private static final List<String> QUOTES = List.of("\"\"", "“”", "„“", "«»", "”“");
    private static final List<String> TEXT_OPERATORS =
            List.of("", "", "ti:", "ti: ", "title:", "abs:", "abs: ", "all:");
    private static final List<String> EXCLUSIONS = List.of("-", "ANDNOT ", "AND NOT ");

    /** A query of one part to eight, of which one is wanted at least. */
    public static SampleQuery any(Random random) {
        Maker maker = new Maker(random);
        for (int left = 1 + random.nextInt(8); left > 0; left--) {
            maker.addAny();
        }
        if (maker.wantsNothing()) {
            maker.addWord();
        }
        return maker.query();
    }

    private static final class Maker {

        private final Random random;
        private final StringBuilder text = new StringBuilder();
        private final List<String> words = new ArrayList<>();
        private final Set<String> phrases = new LinkedHashSet<>();
        private final Set<String> authors = new LinkedHashSet<>();
        private final Set<String> categories = new LinkedHashSet<>();
        private final Set<String> papers = new LinkedHashSet<>();
        private final Set<String> notTexts = new LinkedHashSet<>();
        private final Set<String> notAuthors = new LinkedHashSet<>();
        private final Set<String> notCategories = new LinkedHashSet<>();

        Maker(Random random) {
            this.random = random;
        }

        void addAny() {
            switch (random.nextInt(8)) {
                case 0, 1 -> addWord();
                case 2 -> addPhrase();
                case 3 -> authors.add(addAuthor(""));
                case 4 -> categories.addAll(addCategories(""));
                case 5 -> addPaper();
                case 6 -> addTitleWord();
                default -> exclude();
            }
        }

        boolean wantsNothing() {
            return words.isEmpty() && authors.isEmpty() && categories.isEmpty() && papers.isEmpty();
        }

        void addWord() {
            String word = one(WORDS);
            // What begins the line is a filter, also with a space behind it.
            String written = text.isEmpty() ? "on " + word : word;
            add(written);
            words.add(written);
        }

        private void add(String part) {
            text.append(text.isEmpty() ? "" : " ").append(part);
        }

        private void addPhrase() {
            String phrase = one(PHRASES);
            add(one(TEXT_OPERATORS) + quoted(phrase));
            words.add(phrase);
            phrases.add(phrase);
        }

        /** A hyphen before it excludes nothing: as in "Foo -Bar: a study" and "BERT -A Survey". */
        private void addTitleWord() {
            String word = one(List.of("Moons: how", "A", "the", "A-", "Moons—"));
            add("-" + word);
            words.add(word);
        }

        private String addAuthor(String before) {
            String operator = one(List.of("author", "au", "Author", "AUTHOR"));
            boolean small = operator.equals("author") || operator.equals("au");
            boolean quoted = random.nextBoolean();
            String name = one(quoted ? NAMES : AUTHORS);
            boolean first = text.isEmpty() && before.isEmpty();
            String space = small && (quoted || first) && random.nextBoolean() ? " " : "";
            add(before + operator + ":" + space + (quoted ? quoted(name) : name));
            return name;
        }

        private List<String> addCategories(String before) {
            String operator = one(List.of("category", "cat", "Category"));
            boolean small = !operator.equals("Category");
            List<String> names =
                    random.nextInt(3) == 0
                            ? List.of(one(CATEGORIES), one(CATEGORIES))
                            : List.of(one(CATEGORIES));
            boolean first = text.isEmpty() && before.isEmpty();
            boolean spaced = small && (first || names.getFirst().contains("."));
            String space = spaced && random.nextBoolean() ? " " : "";
            String end = random.nextInt(4) == 0 ? "," : "";
            add(before + operator + ":" + space + String.join(",", names) + end);
            return names;
        }

        private void addPaper() {
            papers.add("arxiv:2409.01234");
            add(
                    one(
                            List.of(
                                    "2409.01234",
                                    "(2409.01234),",
                                    "id:2409.01234",
                                    "id: 2409.01234v3",
                                    "ID:2409.01234",
                                    "\"2409.01234\"",
                                    "https://arxiv.org/abs/2409.01234v2?a=b")));
        }

        private void exclude() {
            String before = one(EXCLUSIONS);
            switch (random.nextInt(4)) {
                case 0 -> notAuthors.add(addAuthor(before));
                case 1 -> notCategories.addAll(addCategories(before));
                case 2 -> {
                    String phrase = one(PHRASES);
                    notTexts.add(phrase);
                    add(before + one(TEXT_OPERATORS) + quoted(phrase));
                }
                default -> {
                    String term = one(TERMS);
                    notTexts.add(term);
                    add(before + one(TEXT_OPERATORS) + term + one(List.of("", "", "-")));
                }
            }
        }

        private String quoted(String text) {
            String quotes = one(QUOTES);
            return quotes.charAt(0) + text + quotes.charAt(1);
        }

        private <T> T one(List<T> values) {
            return values.get(random.nextInt(values.size()));
        }

        SampleQuery query() {
            String typed = text.toString();
            return new SampleQuery(
                    random.nextInt(6) == 0 ? fullWidth(typed) : typed,
                    String.join(" ", words),
                    phrases,
                    authors,
                    categories,
                    papers,
                    notTexts,
                    notAuthors,
                    notCategories);
        }
    }

    /** As East Asian keyboards write ASCII. */
    private static String fullWidth(String text) {
        return text.codePoints()
                .map(point -> point > ' ' && point <= '~' ? point + FULL_WIDTH_DISTANCE : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
