package org.papertide.ranking.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.papertide.events.Category;
import org.papertide.events.PaperId;
import org.papertide.text.PaperText;

/**
 * What a reader typed into the search field, understood. Any text is a query: what is no operator
 * is a word. The operators are {@code "a phrase"}, {@code author:name}, {@code author:"full name"},
 * {@code category:cs.LG} and {@code id:2409.01234}.
 *
 * @param text its words, those of phrases too, in one line; LaTeX as Unicode
 * @param phrases that a paper must have, word by word
 * @param authors each of whom a paper must have
 * @param categories of which a paper must have one, if there is any
 * @param ids of which a paper must be one, if there is any
 * @param named ids and addresses of papers among the words: those papers come first
 */
public record SearchQuery(
        String text,
        List<String> phrases,
        List<String> authors,
        List<String> categories,
        List<PaperId> ids,
        List<PaperId> named) {

    /** Nothing is asked for. */
    public static final SearchQuery NOTHING =
            new SearchQuery("", List.of(), List.of(), List.of(), List.of(), List.of());

    /** The longest query, in characters: a long sentence of an abstract fits. */
    public static final int MAX_LENGTH = 1_000;

    /** More of one operator narrow nothing. */
    static final int MAX_OPERATORS = 8;

    private static final String QUOTES = "\"“”„«»";

    public SearchQuery {
        phrases = List.copyOf(phrases);
        authors = List.copyOf(authors);
        categories = List.copyOf(categories);
        ids = List.copyOf(ids);
        named = List.copyOf(named);
    }

    /** A query of words alone, none of which is an operator. */
    public static SearchQuery ofWords(String text) {
        return new SearchQuery(
                PaperText.readable(text), List.of(), List.of(), List.of(), List.of(), List.of());
    }

    /** Reads any text of at most {@value #MAX_LENGTH} characters. Never fails. */
    public static SearchQuery read(String raw) {
        Reader reader = new Reader(PaperText.readable(raw));
        reader.read();
        return reader.query();
    }

    /** Whether it asks for nothing at all. */
    public boolean isEmpty() {
        return text.isEmpty()
                && authors.isEmpty()
                && categories.isEmpty()
                && ids.isEmpty()
                && named.isEmpty();
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

        Reader(String line) {
            this.line = line;
        }

        SearchQuery query() {
            return new SearchQuery(text.toString(), phrases, authors, categories, ids, named);
        }

        void read() {
            // An id may have spaces where somebody copied it: "arXiv: 2409.01234 [cs.LG]".
            Optional<PaperId> whole = findId(line);
            if (whole.isPresent()) {
                named.add(whole.get());
                return;
            }
            while (at < line.length()) {
                char next = line.charAt(at);
                if (next == ' ') {
                    at++;
                } else if (isQuote(next)) {
                    readPhrase();
                } else {
                    readWord();
                }
            }
        }

        private void readPhrase() {
            int end = closingQuote(at + 1);
            if (end < 0) {
                at++;
                return;
            }
            String phrase = line.substring(at + 1, end).strip();
            at = end + 1;
            if (!phrase.isEmpty()) {
                add(phrases, phrase);
                addText(phrase);
            }
        }

        private void readWord() {
            int colon = operatorEnd();
            if (colon < 0 || !readOperator(line.substring(at, colon), colon + 1)) {
                String word = line.substring(at, wordEnd(at));
                at += word.length();
                Optional<PaperId> id = hasDigit(word) ? findId(word) : Optional.empty();
                if (id.isPresent()) {
                    add(named, id.get());
                } else {
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
        private boolean readOperator(String name, int begin) {
            boolean quoted = begin < line.length() && isQuote(line.charAt(begin));
            int close = quoted ? closingQuote(begin + 1) : -1;
            int end = close >= 0 ? close : wordEnd(begin);
            String value = line.substring(close >= 0 ? begin + 1 : begin, end).strip();
            if (value.isEmpty() || !take(name.toLowerCase(Locale.ROOT), value)) {
                return false;
            }
            at = close >= 0 ? close + 1 : end;
            return true;
        }

        private boolean take(String operator, String value) {
            return switch (operator) {
                case "author" -> hasLetter(value) && add(authors, value);
                case "category" -> Category.isName(value) && add(categories, value);
                case "id" -> findId(value).map(id -> add(ids, id)).orElse(false);
                default -> false;
            };
        }

        private static <T> boolean add(List<T> values, T value) {
            if (values.size() < MAX_OPERATORS && !values.contains(value)) {
                values.add(value);
            }
            return true;
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

    /** An id in any usual spelling, or a paper's address. */
    private static Optional<PaperId> findId(String text) {
        if (text.length() > PaperId.MAX_LENGTH) {
            return Optional.empty();
        }
        Optional<PaperId> found = PaperId.findArxiv(text).or(() -> PaperId.findDoi(text));
        if (found.isPresent() || text.indexOf(':') < 0) {
            return found;
        }
        try {
            return Optional.of(new PaperId(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
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
