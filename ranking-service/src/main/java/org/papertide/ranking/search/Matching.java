package org.papertide.ranking.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.papertide.events.Paper;
import org.papertide.text.PaperText;

/** What somebody looks for, to explain each paper that was found by it. */
public final class Matching {

    /** More words of a title or an abstract are not looked at. */
    private static final int MAX_WORDS = 2_000;

    private static final int MAX_WORDS_OF_NAME = 16;

    /** As the reader wrote them, by their terms. */
    private final Map<String, String> words;

    private final CharArraySet terms;

    private final Map<String, String> names;

    private Matching(Map<String, String> words, Map<String, String> names) {
        this.words = words;
        this.terms = new CharArraySet(words.keySet(), false);
        this.names = names;
    }

    /** What a query looks for. */
    public static Matching of(SearchQuery query) {
        Map<String, String> words = new LinkedHashMap<>();
        add(words, Words.TEXT, query.words());
        Map<String, String> names = new LinkedHashMap<>();
        query.authors().forEach(author -> add(names, Words.NAMES, author));
        add(names, Words.NAMES, query.words());
        return new Matching(words, names);
    }

    private static void add(Map<String, String> written, Analyzer analyzer, String text) {
        for (Words.Word word : Words.of(analyzer, text, Words.MAX_WORDS)) {
            written.putIfAbsent(word.term(), text.substring(word.begin(), word.end()));
        }
    }

    /** Explains a hit. */
    public Match match(Hit hit, Paper paper) {
        String title = PaperText.readable(paper.title());
        List<Words.Word> inTitle = found(title);
        List<Highlight> highlights = new ArrayList<>();
        highlights.add(Highlight.whole("title", title, inTitle));
        Set<String> here = new LinkedHashSet<>();
        inTitle.forEach(word -> here.add(word.term()));
        String text = paper.abstractText() == null ? "" : PaperText.readable(paper.abstractText());
        if (!text.isEmpty()) {
            List<Words.Word> inText = found(text);
            highlights.add(Highlight.best("abstract", text, inText));
            inText.forEach(word -> here.add(word.term()));
        }
        Set<String> seen = new LinkedHashSet<>();
        words.forEach((term, written) -> {
            if (here.contains(term)) {
                seen.add(written);
            }
        });
        addNames(paper, seen);
        return new Match(List.copyOf(seen), hit.similarity(), highlights);
    }

    private List<Words.Word> found(String text) {
        if (words.isEmpty()) {
            return List.of();
        }
        return Words.of(Words.TEXT, text, MAX_WORDS, terms);
    }

    private void addNames(Paper paper, Set<String> seen) {
        if (names.isEmpty()) {
            return;
        }
        for (String author : paper.authors()) {
            for (Words.Word word :
                    Words.of(Words.NAMES, PaperText.readable(author), MAX_WORDS_OF_NAME)) {
                String written = names.get(word.term());
                if (written != null) {
                    seen.add(written);
                }
            }
        }
    }
}
