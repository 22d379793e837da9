package org.papertide.ranking.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.papertide.events.Category;
import org.papertide.events.PaperId;
import org.papertide.text.PaperText;

/**
 * What a reader typed into the search field, understood. Any text is a query: what is no operator
 * is a word. The operators are {@code "a phrase"}, {@code author:name}, {@code author:"full name"},
 * {@code category:cs.LG} and {@code id:2409.01234}. Those of arXiv's search are understood as well:
 * {@code au} and {@code cat}; what stands behind {@code ti}, {@code title}, {@code abs} or {@code
 * all} is a word or a phrase. A hyphen before a word, a phrase, an author or a category excludes
 * it.
 *
 * @param line all of it in one line, LaTeX as Unicode: a title may have quotes and what looks like
 *     an operator
 * @param text its words, those of phrases too
 * @param phrases that a paper must have, word by word
 * @param authors each of whom a paper must have
 * @param categories of which a paper must have one, if there is any
 * @param ids of which a paper must be one, if there is any
 * @param excluded what a paper must not have
 * @param named ids and addresses of papers among the words: those papers come first
 */
public record SearchQuery(
        String line,
        String text,
        List<String> phrases,
        List<String> authors,
        List<String> categories,
        List<PaperId> ids,
        Excluded excluded,
        List<PaperId> named) {

    /** Nothing is asked for. */
    public static final SearchQuery NOTHING =
            new SearchQuery(
                    "",
                    "",
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    Excluded.NOTHING,
                    List.of());

    /** The longest query, in characters: a long sentence of an abstract fits. */
    public static final int MAX_LENGTH = 1_000;

    /** Of arXiv's search: here the title and the abstract are searched as one. */
    private static final Set<String> TEXT_OPERATORS = Set.of("ti", "title", "abs", "all");

    /** In capitals, too: the others are words then, and chemical elements. */
    private static final Set<String> ANY_CASE = Set.of("author", "category", "id");

    private static final Set<String> FILTERS = Set.of("author", "au", "category", "cat");
    private static final Pattern ARXIV_CATEGORY =
            Pattern.compile("[a-z-]{2,12}\\.[A-Za-z-]{2,12}.*");

    /**
     * Before what is excluded; the others are arXiv's. Rejected: NOT alone, which titles have as a
     * word.
     */
    private static final List<String> EXCLUSIONS = List.of("-", "ANDNOT ", "AND NOT ");

    private static final String QUOTES = "\"“”„«»";

    /** ASCII as East Asian keyboards write it: U+FF01 to U+FF5E. */
    private static final Pattern FULL_WIDTH = Pattern.compile("[！-～]");

    private static final int FULL_WIDTH_DISTANCE = '！' - '!';

    /** What addresses of publishers have behind a DOI. */
    private static final Pattern BEHIND_DOI =
            Pattern.compile(
                    "(?:[?#].*|/|/(?:full|full-?text|abs|abstract|summary|html|e?pdf|pdfdirect|meta"
                            + "|references|citations?|figures|download)|\\.(?:full|abstract|e?pdf|html|pdf\\+html)"
                            + "|(?<=\\d)v\\d{1,2})$");

    public SearchQuery {
        phrases = List.copyOf(phrases);
        authors = List.copyOf(authors);
        categories = List.copyOf(categories);
        ids = List.copyOf(ids);
        named = List.copyOf(named);
    }

    /** A query of words alone, none of which is an operator. */
    public static SearchQuery ofWords(String text) {
        String words = PaperText.readable(text);
        return new SearchQuery(
                words,
                words,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Excluded.NOTHING,
                List.of());
    }

    /** Reads any text of at most {@value #MAX_LENGTH} characters. Never fails. */
    public static SearchQuery read(String raw) {
        String line =
                FULL_WIDTH
                        .matcher(PaperText.readable(raw))
                        .replaceAll(wide ->
                                Matcher.quoteReplacement(
                                        String.valueOf(
                                                (char)
                                                        (wide.group().charAt(0)
                                                                - FULL_WIDTH_DISTANCE))));
        SearchQuery query = read(line, true);
        // Nobody asks for all papers but some: then what begins with a hyphen is a word.
        return query.isEmpty() && !query.excluded.equals(Excluded.NOTHING)
                ? read(line, false)
                : query;
    }

    private static SearchQuery read(String line, boolean excludes) {
        Reader reader = new Reader(line, excludes);
        reader.read();
        return reader.query();
    }

    /**
     * What a paper must not have.
     *
     * @param texts words and phrases
     * @param authors none of them
     * @param categories none of them
     */
    public record Excluded(List<String> texts, List<String> authors, List<String> categories) {

        static final Excluded NOTHING = new Excluded(List.of(), List.of(), List.of());

        public Excluded {
            texts = List.copyOf(texts);
            authors = List.copyOf(authors);
            categories = List.copyOf(categories);
        }
    }

    /** Whether it asks for nothing at all. */
    public boolean isEmpty() {
        return text.isEmpty()
                && authors.isEmpty()
                && categories.isEmpty()
                && ids.isEmpty()
                && named.isEmpty();
    }

    /** Whether papers can be found by it, and not only be narrowed: punctuation has no words. */
    public boolean hasWords() {
        return hasWords(text);
    }

    /**
     * The words that papers are scored by: without those that make a question of it, as in "How
     * does LoRA work?".
     */
    String words() {
        return phrases.stream().anyMatch(text::startsWith) ? text : QuestionWords.leaveOut(text);
    }

    private static boolean hasWords(String text) {
        return !Words.of(Words.TEXT, text, 1).isEmpty()
                || !Words.of(Words.STOP_WORDS, text, 1).isEmpty();
    }

    /** Whether it asks for all papers of somebody, of a category, or with an id. */
    public boolean narrows() {
        return !authors.isEmpty() || !categories.isEmpty() || !ids.isEmpty();
    }

    private static final class Reader {

        private final String line;
        private int at;
        private final StringBuilder text = new StringBuilder();
        private final List<String> phrases = new ArrayList<>();
        private final List<String> authors = new ArrayList<>();
        private final List<String> categories = new ArrayList<>();
        private final List<PaperId> ids = new ArrayList<>();
        private final List<PaperId> named = new ArrayList<>();
        private final List<String> excludedTexts = new ArrayList<>();
        private final List<String> excludedAuthors = new ArrayList<>();
        private final List<String> excludedCategories = new ArrayList<>();
        private final boolean excludes;
        private boolean excluding;

        Reader(String line, boolean excludes) {
            this.line = line;
            this.excludes = excludes;
        }

        SearchQuery query() {
            return new SearchQuery(
                    line,
                    text.toString(),
                    phrases,
                    authors,
                    categories,
                    ids,
                    new Excluded(excludedTexts, excludedAuthors, excludedCategories),
                    named);
        }

        void read() {
            // An id may have spaces where somebody copied it: "arXiv: 2409.01234 [cs.LG]".
            named.addAll(findIds(line));
            if (!named.isEmpty()) {
                return;
            }
            while (at < line.length()) {
                char next = line.charAt(at);
                if (next == ' ') {
                    at++;
                } else {
                    int begin = excludes ? behindExclusion() : at;
                    excluding = begin > at;
                    at = begin;
                    readNext();
                }
            }
        }

        private void readNext() {
            if (isQuote(line.charAt(at))) {
                readPhrase();
            } else {
                readWord();
            }
        }

        /** Where that begins which is excluded here; the same place if nothing is. */
        private int behindExclusion() {
            boolean begins = at == 0 || line.charAt(at - 1) == ' ';
            for (String sign : EXCLUSIONS) {
                int behind = at + sign.length();
                if (begins && line.startsWith(sign, at) && behind < line.length()) {
                    int next = line.codePointAt(behind);
                    if (Character.isLetter(next) || isQuote(line.charAt(behind))) {
                        return behind;
                    }
                }
            }
            return at;
        }

        private void readPhrase() {
            int end = closingQuote(at + 1);
            if (end < 0) {
                at++;
                return;
            }
            String phrase = line.substring(at + 1, end).strip();
            at = end + 1;
            if (excluding) {
                exclude(phrase);
                return;
            }
            List<PaperId> found = findIds(phrase);
            if (!found.isEmpty()) {
                found.forEach(id -> add(named, id));
            } else if (!phrase.isEmpty()) {
                addText(phrase);
                if (hasWords(phrase)) {
                    add(phrases, phrase);
                }
            }
        }

        private void readWord() {
            int colon = operatorEnd();
            if (colon < 0 || !readOperator(line.substring(at, colon), colon + 1)) {
                String word = line.substring(at, wordEnd(at));
                at += word.length();
                // Nearly every paper has a word such as "a", as in a pasted "BERT -A Survey".
                if (excluding && !Words.of(Words.TEXT, word, 1).isEmpty()) {
                    exclude(word);
                    return;
                }
                List<PaperId> found = hasDigit(word) ? findIds(word) : List.of();
                found.forEach(id -> add(named, id));
                if (found.isEmpty()) {
                    addText(word);
                }
            }
        }

        /** The colon after the name of an operator at this place, or -1. */
        private int operatorEnd() {
            int end = at;
            while (end < line.length() && Character.isLetter(line.charAt(end))) {
                end++;
            }
            return end > at && end < line.length() && line.charAt(end) == ':' ? end : -1;
        }

        /** Takes an operator with its value, and goes on behind it; false if there is none. */
        private boolean readOperator(String name, int behindColon) {
            String operator = name.toLowerCase(Locale.ROOT);
            // Of words before a colon: "Ti:sapphire", "The Death of the Author: an essay".
            if (!operator.equals(name) && !ANY_CASE.contains(operator)) {
                return false;
            }
            boolean apart = line.startsWith(" ", behindColon) && operator.equals(name);
            if (apart && FILTERS.contains(operator) && !isMeantAsFilter(behindColon + 1)) {
                return false;
            }
            int begin = apart ? behindColon + 1 : behindColon;
            if (TEXT_OPERATORS.contains(operator)
                    && begin < line.length()
                    && line.charAt(begin) != ' ') {
                at = begin;
                readNext();
                return true;
            }
            boolean quoted = begin < line.length() && isQuote(line.charAt(begin));
            int close = quoted ? closingQuote(begin + 1) : -1;
            int end = close >= 0 ? close : wordEnd(begin);
            String value = line.substring(close >= 0 ? begin + 1 : begin, end).strip();
            if (value.isEmpty() || !take(operator, value)) {
                return false;
            }
            at = close >= 0 ? close + 1 : end;
            return true;
        }

        /**
         * Whether a filter goes on behind a space, where a sentence may: at the beginning, with a
         * quote, or with a category such as cs.LG.
         */
        private boolean isMeantAsFilter(int begin) {
            String value = line.substring(begin, wordEnd(begin));
            return at == 0
                    || (!value.isEmpty()
                            && (isQuote(value.charAt(0))
                                    || ARXIV_CATEGORY.matcher(value).matches()));
        }

        private boolean take(String operator, String value) {
            return switch (operator) {
                case "author", "au" ->
                        hasLetter(value) && add(excluding ? excludedAuthors : authors, value);
                case "category", "cat" -> takeCategories(value);
                case "id" -> !excluding && takeIds(value);
                default -> false;
            };
        }

        private boolean takeCategories(String value) {
            List<String> names = List.of(value.replaceFirst("(?<!,),+$", "").split(",", -1));
            if (!names.stream().allMatch(Category::isName)) {
                return false;
            }
            names.forEach(name -> add(excluding ? excludedCategories : categories, name));
            return true;
        }

        private boolean takeIds(String value) {
            List<PaperId> found = findIds(value);
            found.forEach(id -> add(ids, id));
            return !found.isEmpty();
        }

        private static <T> boolean add(List<T> values, T value) {
            if (!values.contains(value)) {
                values.add(value);
            }
            return true;
        }

        private void exclude(String words) {
            if (hasWords(words)) {
                add(excludedTexts, words);
            }
        }

        private void addText(String words) {
            text.append(text.isEmpty() ? "" : " ").append(words);
        }

        private int wordEnd(int begin) {
            int end = line.indexOf(' ', begin);
            return end < 0 ? line.length() : end;
        }

        private int closingQuote(int begin) {
            for (int end = begin; end < line.length(); end++) {
                if (isQuote(line.charAt(end))) {
                    return end;
                }
            }
            return -1;
        }
    }

    /**
     * An id in any usual spelling. A DOI may have any character, so what an address has behind one
     * could be a part of it: then it is each of those that may be meant.
     */
    private static List<PaperId> findIds(String text) {
        PaperId id = PaperId.findInText(text).orElse(null);
        if (id == null) {
            return List.of();
        }
        List<PaperId> ids = new ArrayList<>(List.of(id));
        String name = id.value().startsWith("doi:") ? id.name() : "";
        for (String shorter = withoutEnd(name); !shorter.equals(name); shorter = withoutEnd(name)) {
            PaperId.findDoi(shorter).ifPresent(ids::add);
            name = shorter;
        }
        return ids;
    }

    private static String withoutEnd(String doi) {
        return BEHIND_DOI.matcher(doi).replaceFirst("");
    }

    private static boolean isQuote(char character) {
        return QUOTES.indexOf(character) >= 0;
    }

    private static boolean hasDigit(String word) {
        return word.chars().anyMatch(Character::isDigit);
    }

    private static boolean hasLetter(String word) {
        return word.codePoints().anyMatch(Character::isLetter);
    }
}
