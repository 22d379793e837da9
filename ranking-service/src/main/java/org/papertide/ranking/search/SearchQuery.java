package org.papertide.ranking.search;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.papertide.events.Bounds;
import org.papertide.events.Category;
import org.papertide.events.PaperId;
import org.papertide.text.PaperText;
import org.papertide.text.query.QueryPart;
import org.papertide.text.query.QueryReader;

/**
 * What a reader typed into the search field, understood by the rules of {@link QueryReader}.
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

    /** The longest query, in characters: any title of a paper fits. */
    public static final int MAX_LENGTH = Bounds.MAX_TITLE;

    /** The most words that are looked for. */
    public static final int MAX_WORDS = Words.MAX_WORDS;

    /** Before a word, which may have a colon at the end of the line, or before a phrase. */
    private static final Pattern HYPHEN =
            Pattern.compile("(?<!\\S)-(?=[\\p{L}" + QueryReader.QUOTES + "](?!\\S*:.))");

    private static final Pattern ID_OPERATOR = Pattern.compile("(?i)id:");

    private static final Pattern QUOTES_AROUND =
            Pattern.compile("^[" + QueryReader.QUOTES + "]|[" + QueryReader.QUOTES + "]$");

    private static final Pattern SPACE = Pattern.compile("\\s+");

    private static final QueryReader READER =
            new QueryReader(Category::isName, text -> !PaperId.findAllInText(text).isEmpty());

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

    /**
     * Reads any text of at most {@value #MAX_LENGTH} characters, by the rules of {@link
     * QueryReader}. Never fails.
     */
    public static SearchQuery read(String raw) {
        String line = QueryReader.line(raw);
        String typed = raw.strip();
        Builder builder = new Builder(line);
        if (!line.equals(typed)) {
            // In an id "--" and "~" are no LaTeX.
            if (builder.addPaper(typed)) {
                var _ = builder.addPaper(line);
                return builder.query();
            }
            SPACE.splitAsStream(typed)
                    .filter(SearchQuery::mayBeDoi)
                    .forEach(word -> {
                        var _ = builder.addPaper(word);
                    });
        }
        READER.read(line).forEach(builder::add);
        return builder.query();
    }

    /** Other ids read the same as LaTeX. */
    private static boolean mayBeDoi(String word) {
        return word.contains("10.") && word.indexOf('/') >= 0;
    }

    /** The same with nothing excluded: what begins with a hyphen is a word, as in a title. */
    SearchQuery withoutExclusions() {
        return of(line, READER.readWanted(line));
    }

    /** Its line, with the words wanted that a hyphen excludes. */
    String withoutHyphens() {
        return HYPHEN.matcher(line).replaceAll("");
    }

    private static SearchQuery of(String line, List<QueryPart> parts) {
        Builder builder = new Builder(line);
        parts.forEach(builder::add);
        return builder.query();
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

    /** Whether it has more words than are looked for. */
    public boolean hasMoreWords() {
        return Words.of(Words.TEXT, words(), MAX_WORDS + 1).size() > MAX_WORDS;
    }

    private static boolean hasWords(String text) {
        return !Words.of(Words.TEXT, text, 1).isEmpty()
                || !Words.of(Words.STOP_WORDS, text, 1).isEmpty();
    }

    /** Whether it asks for all papers of somebody, of a category, or with an id. */
    public boolean narrows() {
        return !authors.isEmpty() || !categories.isEmpty() || !ids.isEmpty();
    }

    /** Whether it excludes anything. */
    boolean excludes() {
        return !excluded.equals(Excluded.NOTHING);
    }

    private static final class Builder {

        private final String line;
        private final StringBuilder text = new StringBuilder();
        private final Set<String> phrases = new LinkedHashSet<>();
        private final Set<String> authors = new LinkedHashSet<>();
        private final Set<String> categories = new LinkedHashSet<>();
        private final Set<PaperId> ids = new LinkedHashSet<>();
        private final Set<PaperId> named = new LinkedHashSet<>();
        private final Set<String> excludedTexts = new LinkedHashSet<>();
        private final Set<String> excludedAuthors = new LinkedHashSet<>();
        private final Set<String> excludedCategories = new LinkedHashSet<>();

        Builder(String line) {
            this.line = line;
        }

        void add(QueryPart part) {
            switch (part) {
                case QueryPart.Text(String words, boolean phrase, boolean excluded) ->
                        addText(words, phrase, excluded);
                case QueryPart.Author(String name, boolean excluded, String _) ->
                        (excluded ? excludedAuthors : authors).add(name);
                case QueryPart.Categories(List<String> names, boolean excluded, String _) ->
                        (excluded ? excludedCategories : categories).addAll(names);
                case QueryPart.Paper(String paper, boolean only) -> {
                    var _ = addPaper(paper, only);
                }
            }
        }

        /** Adds the paper that a text names, perhaps within quotes; false if it names none. */
        boolean addPaper(String text) {
            Matcher operator = ID_OPERATOR.matcher(text);
            boolean only = operator.lookingAt();
            String value = only ? text.substring(operator.end()) : text;
            return addPaper(QUOTES_AROUND.matcher(value).replaceAll(""), only);
        }

        private boolean addPaper(String text, boolean only) {
            List<PaperId> papers = PaperId.findAllInText(text);
            if (only) {
                // What ends a sentence elsewhere is a part of an identity as we write it.
                PaperId.findCanonical(text).ifPresent(ids::add);
            }
            (only ? ids : named).addAll(papers);
            return !papers.isEmpty();
        }

        private void addText(String words, boolean phrase, boolean excluded) {
            if (!excluded) {
                text.append(text.isEmpty() ? "" : " ").append(words);
            }
            if (excluded && hasWords(words)) {
                excludedTexts.add(words);
            } else if (!excluded && phrase && hasWords(words)) {
                phrases.add(words);
            }
        }

        SearchQuery query() {
            return new SearchQuery(
                    line,
                    text.toString(),
                    List.copyOf(phrases),
                    List.copyOf(authors),
                    List.copyOf(categories),
                    List.copyOf(ids),
                    new Excluded(
                            List.copyOf(excludedTexts),
                            List.copyOf(excludedAuthors),
                            List.copyOf(excludedCategories)),
                    List.copyOf(named));
        }
    }
}
