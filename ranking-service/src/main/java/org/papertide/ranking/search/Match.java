package org.papertide.ranking.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Paper;
import org.papertide.text.PaperText;

/**
 * Why a paper was found.
 *
 * @param words those of the query that it has in its title, abstract or authors, as the reader
 *     wrote them
 * @param similarity how near its meaning is to the query's: the cosine of their vectors, 1 at most;
 *     absent where one has none
 * @param highlights where its words are: in the title if there are any, and in the abstract
 */
public record Match(List<String> words, @Nullable Double similarity, List<Highlight> highlights) {

    public Match {
        words = List.copyOf(words);
        highlights = List.copyOf(highlights);
    }

    /** Explains a hit. */
    public static Match of(SearchQuery query, Hit hit, Paper paper) {
        String title = PaperText.readable(paper.title());
        String text = paper.abstractText() == null ? "" : PaperText.readable(paper.abstractText());
        Map<String, String> asked = asked(query);
        Set<String> terms = new LinkedHashSet<>();
        Words.of(Words.TEXT, title + " . " + text, Highlight.MAX_WORDS)
                .forEach(word -> terms.add(word.term()));
        List<String> words = new ArrayList<>();
        asked.forEach((term, written) -> {
            if (terms.contains(term)) {
                words.add(written);
            }
        });
        for (String name : namesIn(query, paper)) {
            if (!words.contains(name)) {
                words.add(name);
            }
        }
        List<Highlight> highlights = new ArrayList<>();
        highlights.add(Highlight.whole("title", title, asked.keySet()));
        if (!text.isEmpty()) {
            highlights.add(Highlight.best("abstract", text, asked.keySet()));
        }
        return new Match(words, hit.similarity(), highlights);
    }

    /** The words of a query as the reader wrote them, by their terms. */
    private static Map<String, String> asked(SearchQuery query) {
        Map<String, String> asked = new LinkedHashMap<>();
        String text = query.text();
        for (Words.Word word : Words.of(Words.TEXT, text, Words.MAX_WORDS)) {
            asked.putIfAbsent(word.term(), text.substring(word.begin(), word.end()));
        }
        return asked;
    }

    private static List<String> namesIn(SearchQuery query, Paper paper) {
        Map<String, String> asked = new LinkedHashMap<>();
        List<String> texts = new ArrayList<>(query.authors());
        texts.add(query.text());
        for (String text : texts) {
            for (Words.Word word : Words.of(Words.NAMES, text, Words.MAX_WORDS)) {
                asked.putIfAbsent(word.term(), text.substring(word.begin(), word.end()));
            }
        }
        Set<String> found = new LinkedHashSet<>();
        for (String author : paper.authors()) {
            for (Words.Word word : Words.of(Words.NAMES, PaperText.readable(author), 16)) {
                String written = asked.get(word.term());
                if (written != null) {
                    found.add(written);
                }
            }
        }
        return List.copyOf(found);
    }
}
