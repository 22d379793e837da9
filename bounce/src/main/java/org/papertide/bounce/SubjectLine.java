package org.papertide.bounce;

import java.util.ArrayList;
import java.util.List;
import org.papertide.bounce.rule.PhraseBook;
import org.papertide.bounce.rule.PlainWords;

/**
 * A subject, apart from the one of our mail that it repeats: that is the title of a paper, whose
 * words are nobody's answer.
 *
 * @param own what whoever wrote it added
 * @param ours the subjects of the mails that it answers or returns, as far as they are known
 */
record SubjectLine(String own, List<String> ours) {

    private static final PhraseBook FORWARDS = PhraseBook.read("forwards.txt");
    private static final PhraseBook AUTO_SUBJECTS = PhraseBook.read("auto-reply-subjects.txt");
    private static final PhraseBook NOTICE_SUBJECTS = PhraseBook.read("notice-subjects.txt");

    /** The mark of a mail that a person answers or sends on, with its colon, in characters. */
    private static final int LONGEST_MARK = 8;

    /** "Re: stop, please" is an answer, and no title of a paper. */
    private static final int WORDS_OF_ANSWER = Answers.MOST_WORDS;

    /** What is shorter is said by many, and not only by our mail. */
    private static final int LEAST_WORDS = 4;

    /** Of a subject no more is looked for, in characters; ours are shorter. */
    private static final int LONGEST = 250;

    private static final int MOST_COPIES = 5;

    private static final String TAIL = " : ";

    SubjectLine {
        ours = List.copyOf(ours);
    }

    /**
     * Tells a subject and the one that it repeats apart.
     *
     * @param copies the subjects of the mails that are attached, or quoted with their header
     * @param isFromServer whether a mail server wrote it
     * @param isAutomatic whether a machine wrote it, whose text may repeat the subject; a person
     *     may have written both, and means what the text says
     */
    static SubjectLine of(
            String subject, List<String> copies, boolean isFromServer, boolean isAutomatic) {
        List<String> ours =
                new ArrayList<>(
                        copies.stream()
                                .map(SubjectLine::spaced)
                                .filter(copy -> words(copy) >= LEAST_WORDS)
                                .distinct()
                                .limit(MOST_COPIES)
                                .toList());
        String spaced = spaced(subject);
        int end = endOfMark(spaced, isFromServer);
        int tail = end > 0 ? startOfTail(spaced, end) : end;
        String repeated = spaced.substring(end, tail).strip();
        if (end > 0 && isMark(spaced.substring(0, end))) {
            if (words(repeated) <= WORDS_OF_ANSWER) {
                end = tail;
            } else if (isAutomatic && words(repeated) >= LEAST_WORDS) {
                ours.add(repeated);
            }
        }
        String own = spaced.substring(0, end) + spaced.substring(tail);
        return new SubjectLine(new SubjectLine(own, ours).cutFrom(own), ours);
    }

    /** Where something follows the repeated subject, as in "Re: Ten papers : delivery failed". */
    private static int startOfTail(String subject, int from) {
        int at = subject.lastIndexOf(TAIL);
        return at >= from && NOTICE_SUBJECTS.isIn(PlainWords.of(subject.substring(at)))
                ? at
                : subject.length();
    }

    /** A text without the subjects of ours, however its lines are broken. */
    String cutFrom(String text) {
        String left = text;
        for (String subject : ours) {
            left = without(left, subject);
        }
        return left;
    }

    /**
     * Where the repeated subject begins: behind "Re:", "Undeliverable:", "Out of office:"; of a
     * server's subject behind any colon, unless it says only there that it is a notice.
     */
    private static int endOfMark(String subject, boolean isFromServer) {
        int colon = 0;
        while (colon < subject.length() && ":：".indexOf(subject.charAt(colon)) < 0) {
            colon++;
        }
        if (colon == subject.length()) {
            return 0;
        }
        String mark = subject.substring(0, colon) + ":";
        PlainWords words = PlainWords.of(mark);
        return isMark(mark)
                        || AUTO_SUBJECTS.isIn(words)
                        || NOTICE_SUBJECTS.isIn(words)
                        || (isFromServer
                                && !NOTICE_SUBJECTS.isIn(
                                        PlainWords.of(subject.substring(colon + 1))))
                ? colon + 1
                : 0;
    }

    private static boolean isMark(String mark) {
        return mark.length() <= LONGEST_MARK && FORWARDS.isIn(PlainWords.of(mark));
    }

    private static int words(String spaced) {
        return spaced.isEmpty() ? 0 : (int) spaced.chars().filter(c -> c == ' ').count() + 1;
    }

    /** With one space between words, and cut. */
    private static String spaced(String text) {
        StringBuilder spaced = new StringBuilder();
        for (int i = 0; i < text.length() && spaced.length() < LONGEST; i++) {
            boolean space = Character.isWhitespace(text.charAt(i));
            if (!space) {
                spaced.append(text.charAt(i));
            } else if (!spaced.isEmpty() && spaced.charAt(spaced.length() - 1) != ' ') {
                spaced.append(' ');
            }
        }
        return spaced.toString().strip();
    }

    private static String without(String text, String subject) {
        StringBuilder left = new StringBuilder(text.length());
        int from = 0;
        int at = text.indexOf(subject.charAt(0));
        while (at >= 0) {
            int end = end(text, at, subject);
            if (end > 0) {
                left.append(text, from, at);
                from = end;
            }
            at = text.indexOf(subject.charAt(0), Math.max(at + 1, end));
        }
        return left.append(text, from, text.length()).toString();
    }

    /** Where the subject ends that begins in a text; -1 if another text does. */
    private static int end(String text, int from, String subject) {
        int at = from;
        for (int i = 0; i < subject.length(); i++) {
            if (subject.charAt(i) != ' ') {
                if (at == text.length() || text.charAt(at) != subject.charAt(i)) {
                    return -1;
                }
                at++;
                continue;
            }
            int word = at;
            while (at < text.length() && at < word + LONGEST && isBreak(text.charAt(at))) {
                at++;
            }
            if (at == word) {
                return -1;
            }
        }
        return at;
    }

    /** Between the words of a subject, where a text breaks it, or quotes its lines. */
    private static boolean isBreak(char c) {
        return Character.isWhitespace(c) || c == '>';
    }
}
