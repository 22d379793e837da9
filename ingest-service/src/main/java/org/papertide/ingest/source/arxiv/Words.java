package org.papertide.ingest.source.arxiv;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.papertide.ingest.source.SingleLineText;

/**
 * A text as its words in small letters and its signs, one after the other. Beyond its ends there is
 * an empty word.
 */
record Words(List<String> list) {

    private static final Pattern TOKEN =
            Pattern.compile("[\\p{L}\\d]+(?:[-'\u2019/][\\p{L}\\d]+|\\.\\d[\\p{L}\\d]*)*|\\S");

    private static final Set<String> ENDS = Set.of(".", ";", "!", "?");

    /** No sentence ends with these: "et al." */
    private static final Set<String> ABBREVIATIONS =
            Set.of("al", "cf", "vs", "sec", "fig", "eq", "thm", "ref", "vol", "no", "ver", "v");

    Words {
        list = List.copyOf(list);
    }

    /** The words of the first so many characters of a text. */
    static Words of(String text, int length) {
        String beginning = text.substring(0, Math.min(text.length(), length));
        return new Words(
                TOKEN.matcher(SingleLineText.of(beginning))
                        .results()
                        .map(token -> token.group().toLowerCase(Locale.ROOT))
                        .toList());
    }

    int size() {
        return list.size();
    }

    String at(int index) {
        return index < 0 || index >= list.size() ? "" : list.get(index);
    }

    boolean is(int index, String word) {
        return at(index).equals(word);
    }

    /** Whether a word is there, and no sign. */
    boolean isWord(int index) {
        String word = at(index);
        return !word.isEmpty() && Character.isLetterOrDigit(word.codePointAt(0));
    }

    /** Whether a sign is there, or nothing. */
    boolean isEnd(int index) {
        return !isWord(index);
    }

    boolean anyOf(Set<String> words, int from, int to) {
        for (int at = Math.max(0, from); at < Math.min(to, size()); at++) {
            if (words.contains(list.get(at))) {
                return true;
            }
        }
        return false;
    }

    /** Where a sign stands the last time before a place; -1 if nowhere. */
    int lastBefore(String sign, int to) {
        return list.subList(0, to).lastIndexOf(sign);
    }

    /** The words before a place, without signs, each between spaces. */
    String joined(int to) {
        StringBuilder line = new StringBuilder(" ");
        for (int at = 0; at < Math.min(to, size()); at++) {
            if (isWord(at)) {
                line.append(list.get(at)).append(' ');
            }
        }
        return line.toString();
    }

    Words from(int index) {
        return index == 0 ? this : new Words(list.subList(Math.min(index, size()), size()));
    }

    /** Its sentences, each without the sign at its end. */
    List<Words> sentences() {
        List<Words> sentences = new ArrayList<>();
        int from = 0;
        for (int at = 0; at <= size(); at++) {
            boolean end =
                    at == size()
                            || (ENDS.contains(list.get(at))
                                    && !(is(at, ".") && ABBREVIATIONS.contains(at(at - 1))));
            if (end) {
                if (at > from) {
                    sentences.add(new Words(list.subList(from, at)));
                }
                from = at + 1;
            }
        }
        return sentences;
    }
}
