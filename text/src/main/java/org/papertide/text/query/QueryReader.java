package org.papertide.text.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.papertide.text.PaperText;

/**
 * Reads what somebody typed into the search field. Any text is a query: what is no operator is a
 * word. The operators are {@code "a phrase"}, {@code author:name}, {@code author:"full name"},
 * {@code category:cs.LG} and {@code id:2409.01234}. Those of arXiv's search are understood as well:
 * {@code au} and {@code cat}; what stands behind {@code ti}, {@code title}, {@code abs} or {@code
 * all} is a word or a phrase. A hyphen before a word, a phrase, an author or a category excludes
 * it, if anything else is wanted. Safe for use by several threads.
 */
public final class QueryReader {

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

    /** Each of them opens a phrase, and each closes it. */
    public static final String QUOTES = "\"“”„«»";

    /** Behind a word of a title, which goes on: as in a pasted "Tides -Moons: a survey". */
    private static final char COLON = ':';

    /** Behind a word of a title: nobody types them behind what is excluded. */
    private static final String DASHES = "–—";

    /** ASCII as East Asian keyboards write it: U+FF01 to U+FF5E. */
    private static final Pattern FULL_WIDTH = Pattern.compile("[！-～]");

    private static final int FULL_WIDTH_DISTANCE = '！' - '!';

    private final Predicate<String> isCategory;
    private final Predicate<String> namesPaper;

    /**
     * @param isCategory whether a text is a category's name
     * @param namesPaper whether a text names a paper by an id or an address
     */
    public QueryReader(Predicate<String> isCategory, Predicate<String> namesPaper) {
        this.isCategory = isCategory;
        this.namesPaper = namesPaper;
    }

    /** The text in one line, LaTeX as Unicode, in the letters and signs of ASCII. */
    public static String line(String text) {
        return FULL_WIDTH
                .matcher(PaperText.readable(text))
                .replaceAll(wide ->
                        Matcher.quoteReplacement(
                                String.valueOf(
                                        (char) (wide.group().charAt(0) - FULL_WIDTH_DISTANCE))));
    }

    /** The parts of a line, in their order. Never fails. */
    public List<QueryPart> read(String line) {
        List<QueryPart> parts = new Line(line, true).read();
        // Nobody asks for all papers but some: then what begins with a hyphen is a word.
        return !parts.isEmpty() && parts.stream().allMatch(QueryPart::excluded)
                ? readWanted(line)
                : parts;
    }

    /** The parts of a line in which a hyphen excludes nothing, as in a title. Never fails. */
    public List<QueryPart> readWanted(String line) {
        return new Line(line, false).read();
    }

    private final class Line {

        private final String line;
        private final boolean excludes;
        private final List<QueryPart> parts = new ArrayList<>();
        private int at;
        private int start;
        private boolean excluding;
        private String sign = "";

        Line(String line, boolean excludes) {
            this.line = line;
            this.excludes = excludes;
        }

        List<QueryPart> read() {
            // An id may have spaces where somebody copied it: "arXiv: 2409.01234 [cs.LG]".
            if (namesPaper.test(line)) {
                return List.of(new QueryPart.Paper(line, false));
            }
            while (at < line.length()) {
                char next = line.charAt(at);
                if (next == ' ') {
                    at++;
                } else {
                    start = at;
                    int begin = excludes ? behindExclusion() : at;
                    excluding = begin > at;
                    sign = line.substring(at, begin).strip();
                    at = begin;
                    readNext();
                }
            }
            return List.copyOf(parts);
        }

        private void readNext() {
            at = behindTextOperators();
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
                if (hasLetterOrDigit(phrase)) {
                    parts.add(new QueryPart.Text(phrase, true, true));
                }
            } else if (namesPaper.test(phrase)) {
                parts.add(new QueryPart.Paper(phrase, false));
            } else if (!phrase.isEmpty()) {
                parts.add(new QueryPart.Text(phrase, true, false));
            }
        }

        private void readWord() {
            int colon = operatorEnd(at);
            if (colon >= 0 && readOperator(line.substring(at, colon), colon + 1)) {
                return;
            }
            String word = line.substring(at, wordEnd(at));
            at += word.length();
            String unwanted = excluding ? unwanted(word) : "";
            if (!unwanted.isEmpty()) {
                parts.add(new QueryPart.Text(unwanted, false, true));
                return;
            }
            if (excluding && !sign.equals("-")) {
                parts.add(new QueryPart.Text(sign, false, false));
            }
            boolean isPaper = hasDigit(word) && namesPaper.test(word);
            parts.add(
                    isPaper
                            ? new QueryPart.Paper(word, false)
                            : new QueryPart.Text(word, false, false));
        }

        /**
         * What is excluded of a word up to this place: all but the hyphens behind it, and a colon
         * at the end of the line. Nothing if it is a word of a title: before a dash, before a colon
         * with more behind it, or one that nearly every paper has, as in a pasted "BERT -A Survey".
         */
        private String unwanted(String word) {
            int end = word.length();
            while (end > 0 && word.charAt(end - 1) == '-') {
                end--;
            }
            boolean colon = end > 0 && word.charAt(end - 1) == COLON;
            if (colon && at == line.length()) {
                end--;
                colon = false;
            }
            String unwanted = word.substring(0, end);
            boolean ofTitle =
                    colon
                            || end == 0
                            || DASHES.indexOf(word.charAt(end - 1)) >= 0
                            || StopWords.only(unwanted);
            return ofTitle ? "" : unwanted;
        }

        /** Behind operators of arXiv's that say where a word is looked for. */
        private int behindTextOperators() {
            int begin = at;
            for (int colon = operatorEnd(begin); colon >= 0; colon = operatorEnd(begin)) {
                int behind = line.startsWith(" ", colon + 1) ? colon + 2 : colon + 1;
                if (!TEXT_OPERATORS.contains(line.substring(begin, colon))
                        || behind >= line.length()
                        || line.charAt(behind) == ' ') {
                    return begin;
                }
                begin = behind;
            }
            return begin;
        }

        /** The colon after the name of an operator at this place, or -1. */
        private int operatorEnd(int begin) {
            int end = begin;
            while (end < line.length() && Character.isLetter(line.charAt(end))) {
                end++;
            }
            return end > begin && end < line.length() && line.charAt(end) == ':' ? end : -1;
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
            boolean quoted = begin < line.length() && isQuote(line.charAt(begin));
            int close = quoted ? closingQuote(begin + 1) : -1;
            int end = close >= 0 ? close : wordEnd(begin);
            String value = line.substring(close >= 0 ? begin + 1 : begin, end).strip();
            int behind = close >= 0 ? close + 1 : end;
            if (value.isEmpty() || !take(operator, value, line.substring(start, behind))) {
                return false;
            }
            at = behind;
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

        private boolean take(String operator, String value, String written) {
            return switch (operator) {
                case "author", "au" ->
                        value.codePoints().anyMatch(Character::isLetter)
                                && parts.add(new QueryPart.Author(value, excluding, written));
                case "category", "cat" -> takeCategories(value, written);
                case "id" ->
                        !excluding
                                && namesPaper.test(value)
                                && parts.add(new QueryPart.Paper(value, true));
                default -> false;
            };
        }

        private boolean takeCategories(String value, String written) {
            List<String> names = List.of(value.replaceFirst("(?<!,),+$", "").split(",", -1));
            return names.stream().allMatch(isCategory)
                    && parts.add(new QueryPart.Categories(names, excluding, written));
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

    private static boolean isQuote(char character) {
        return QUOTES.indexOf(character) >= 0;
    }

    private static boolean hasLetterOrDigit(String text) {
        return text.codePoints().anyMatch(Character::isLetterOrDigit);
    }

    private static boolean hasDigit(String word) {
        return word.chars().anyMatch(Character::isDigit);
    }
}
