package org.papertide.ranking.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.papertide.text.PaperText;

/**
 * A part of a paper's text with the words that were looked for. It is plain text, in pieces:
 * whoever shows it escapes each piece, and marks some.
 *
 * @param field {@code title} or {@code abstract}
 * @param parts that make the text, in order
 */
public record Highlight(String field, List<Part> parts) {

    /** Some two lines. */
    private static final int LENGTH = 240;

    /** Words before the first one that is marked. */
    private static final int BEFORE = 60;

    private static final String ELLIPSIS = "…";

    public Highlight {
        parts = List.copyOf(parts);
    }

    /**
     * A piece of text.
     *
     * @param text plain text
     * @param marked whether it is one of the words that were looked for
     */
    public record Part(String text, boolean marked) {}

    /**
     * The whole text, with its words marked.
     *
     * @param found the words, in order
     */
    static Highlight whole(String field, String text, List<Words.Word> found) {
        return new Highlight(field, parts(text, found));
    }

    /**
     * The part of a text that has most of the words; the beginning if it has none.
     *
     * @param found the words, in order
     */
    static Highlight best(String field, String text, List<Words.Word> found) {
        int begin = 0;
        int most = 0;
        for (int first = 0; first < found.size(); first++) {
            int from = found.get(first).begin();
            Set<String> within = new HashSet<>();
            for (int next = first;
                    next < found.size() && found.get(next).end() - from <= LENGTH - BEFORE;
                    next++) {
                within.add(found.get(next).term());
            }
            if (within.size() > most) {
                most = within.size();
                begin = from;
            }
        }
        int space = text.indexOf(' ', Math.max(0, begin - BEFORE));
        int start = begin <= BEFORE ? 0 : space < 0 || space > begin ? begin : space + 1;
        String rest = text.substring(start);
        String cut = PaperText.cut(rest, LENGTH);
        int end = start + (cut.equals(rest) ? cut.length() : cut.length() - ELLIPSIS.length());
        String before = start > 0 ? ELLIPSIS + " " : "";
        int shift = before.length() - start;
        List<Words.Word> shown =
                found.stream()
                        .filter(word -> word.begin() >= start && word.end() <= end)
                        .map(word -> word.moved(shift))
                        .toList();
        return whole(field, before + cut, shown);
    }

    private static List<Part> parts(String text, List<Words.Word> found) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        for (Words.Word word : found) {
            if (word.begin() > at) {
                parts.add(new Part(text.substring(at, word.begin()), false));
            }
            parts.add(new Part(text.substring(word.begin(), word.end()), true));
            at = word.end();
        }
        if (at < text.length()) {
            parts.add(new Part(text.substring(at), false));
        }
        return parts;
    }
}
