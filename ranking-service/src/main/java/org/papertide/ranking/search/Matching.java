package org.papertide.ranking.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Paper;
import org.papertide.text.PaperText;

/** What somebody looks for, to explain each paper that was found by it. */
public final class Matching {

    /** More words of a title or an abstract are not looked at. */
    static final int MAX_WORDS = 2_000;

    private static final int MAX_WORDS_OF_NAME = 16;

    /** As the reader wrote them, by their terms. */
    private final Map<String, String> words;

    private final Map<String, String> names;

    private Matching(Map<String, String> words, Map<String, String> names) {
        this.words = words;
        this.names = names;
    }

    /** What a query looks for. */
    public static Matching of(SearchQuery query) {
        Map<String, String> words = new LinkedHashMap<>();
        add(words, Words.TEXT, query.words());
        addJoined(words, query.words());
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

    private static void addJoined(Map<String, String> written, String text) {
        List<Words.Word> words = Words.of(Words.TEXT, text, Words.MAX_WORDS);
        for (int at = 1; at < words.size(); at++) {
            Words.Word first = words.get(at - 1);
            Words.Word second = words.get(at);
            JoinedWords.joined(text, first, second)
                    .ifPresent(term ->
                            written.putIfAbsent(term, text.substring(first.begin(), second.end())));
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
        List<Words.Word> all = Words.of(Words.TEXT, text, MAX_WORDS);
        List<Words.Word> found = new ArrayList<>();
        for (int at = 0; at < all.size(); at++) {
            Words.Word word = all.get(at);
            if (words.containsKey(word.term())) {
                found.add(word);
            } else if (at + 1 < all.size()) {
                Words.Word two = joined(text, word, all.get(at + 1));
                if (two != null) {
                    found.add(two);
                    at++;
                }
            }
        }
        return found;
    }

    /** Two words of a text that are looked for as one; null if they are not. */
    private Words.@Nullable Word joined(String text, Words.Word first, Words.Word second) {
        if (!beginsAny(first.term())) {
            return null;
        }
        return JoinedWords.joined(text, first, second)
                .filter(words::containsKey)
                .map(term -> new Words.Word(term, first.position(), first.begin(), second.end()))
                .orElse(null);
    }

    /** Asked of each word of each text. */
    private boolean beginsAny(String term) {
        for (String each : words.keySet()) {
            if (each.startsWith(term)) {
                return true;
            }
        }
        return false;
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
