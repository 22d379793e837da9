package org.papertide.notify.site;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.papertide.notify.interest.SearchedPaper;

/**
 * What a line wants and what it does not want: "theory of generalisation, no applications". A text
 * model reads a line as a whole, so that what is not wanted would draw papers about it in.
 *
 * <p>Only the end of a line is parted, behind a comma, semicolon, full stop, dash or bracket, or
 * from "but not" on: "learning without labels" and "no free lunch theorems" are wishes, and so is
 * "black holes, no hair theorem". What is no plain list ("not only in games", "no surveys, but
 * proofs") stays as it was written.
 *
 * @param about what papers are to be about, a text for each line
 * @param notAbout what they are not to be about, in the order of the lines
 */
record WishText(List<String> about, List<String> notAbout) {

    private static final Set<String> NOT = Set.of("no", "not", "without", "except", "nothing");

    /** Of {@link #NOT}, what is clear behind "but" without a sign before it. */
    private static final Set<String> BUT_NOT = Set.of("no", "not", "nothing");

    private static final Set<String> BEFORE_NOT = Set.of("but", "and", "or");

    /** What may stand between "no" and what is not wanted. */
    private static final Set<String> BEHIND_NOT = Set.of("about", "on", "any", "papers", "for");

    private static final Set<String> BETWEEN = Set.of("or", "and", "nor", "and/or");

    /** Behind "no" or "not" they say something else, and at the start of an entry too. */
    private static final Set<String> OTHERWISE =
            Set.of(
                    "all",
                    "also",
                    "always",
                    "as",
                    "because",
                    "but",
                    "doubt",
                    "even",
                    "every",
                    "if",
                    "instead",
                    "just",
                    "least",
                    "less",
                    "limited",
                    "longer",
                    "matter",
                    "merely",
                    "more",
                    "much",
                    "necessarily",
                    "one",
                    "only",
                    "rather",
                    "so",
                    "that",
                    "to",
                    "too",
                    "very",
                    "yet");

    /** Behind "no" they are terms of the field, such as the no-hair theorem. */
    private static final Set<String> TERMS =
            Set.of(
                    "arbitrage",
                    "broadcast",
                    "broadcasting",
                    "cloning",
                    "communication",
                    "deleting",
                    "free",
                    "go",
                    "hair",
                    "hiding",
                    "regret",
                    "show",
                    "signaling",
                    "signalling",
                    "slip",
                    "trade");

    private static final Set<String> DASHES = Set.of("-", "–", "—");

    /** Their full stop ends nothing. */
    private static final Set<String> SHORTENED = Set.of("e.g.", "i.e.", "vs.", "cf.", "al.");

    private static final String ENDS_OF_SENTENCES = ".;:!?";
    private static final String SIGNS = ENDS_OF_SENTENCES + ",";

    WishText {
        about = List.copyOf(about);
        notAbout = List.copyOf(notAbout);
    }

    /** Reads lines, each by itself. */
    static WishText of(List<String> lines) {
        List<String> about = new ArrayList<>();
        List<String> notAbout = new ArrayList<>();
        for (String line : lines) {
            WishText parted = new Line(line).parted();
            about.addAll(parted.about());
            notAbout.addAll(parted.notAbout());
        }
        return new WishText(about, notAbout);
    }

    /** A line, read once from its start to its end. */
    private static final class Line {

        private final String text;
        private final List<String> words;
        private final List<String> unwanted = new ArrayList<>();

        Line(String text) {
            this.text = text;
            words = List.of(text.strip().split("\\s+"));
        }

        WishText parted() {
            int from = start();
            if (from < 0 || !readUnwanted(from)) {
                return new WishText(List.of(text), List.of());
            }
            int end = DASHES.contains(words.get(from - 1)) ? from - 1 : from;
            String wanted = withoutSigns(String.join(" ", words.subList(0, end)));
            return SearchedPaper.hasWord(wanted)
                    ? new WishText(List.of(wanted), unwanted)
                    : new WishText(List.of(text), List.of());
        }

        /** Where what is not wanted begins; -1 if nothing is. */
        private int start() {
            for (int i = 1; i < words.size(); i++) {
                String before = words.get(i - 1);
                boolean behindSign =
                        DASHES.contains(before)
                                || words.get(i).startsWith("(")
                                || (endsWithAny(before, ",;.")
                                        && !SHORTENED.contains(lower(before)));
                boolean butNot =
                        word(i).equals("but")
                                && i + 1 < words.size()
                                && BUT_NOT.contains(word(i + 1));
                if (butNot || (behindSign && behindNot(i) > i)) {
                    return i;
                }
            }
            return -1;
        }

        /** The first word behind "no", "but not", "nothing about"; the same if there is none. */
        private int behindNot(int at) {
            int not = at;
            if (not < words.size() && BEFORE_NOT.contains(word(not))) {
                not++;
            }
            if (not >= words.size() || !NOT.contains(word(not))) {
                return at;
            }
            int next = not + 1;
            while (next < words.size() && BEHIND_NOT.contains(word(next))) {
                next++;
            }
            return next;
        }

        /** Reads the entries to the end of the line; false if they are no plain list. */
        private boolean readUnwanted(int from) {
            boolean inBrackets = words.get(from).startsWith("(");
            boolean notIsDue = true;
            int at = from;
            while (at < words.size()) {
                int first = behindNot(at);
                if (notIsDue && first == at) {
                    return false;
                }
                int end = endOfEntry(first);
                if (first == end || OTHERWISE.contains(word(first)) || isTerm(first)) {
                    return false;
                }
                String entry = String.join(" ", words.subList(first, end));
                if (inBrackets && entry.indexOf(')') >= 0 && !isLastBracket(entry, end)) {
                    return false;
                }
                notIsDue = endsWithAny(entry, ENDS_OF_SENTENCES);
                entry = withoutSigns(inBrackets ? entry.replace(")", "") : entry);
                if (!SearchedPaper.hasWord(entry)) {
                    return false;
                }
                unwanted.add(entry);
                at = behindJoiner(end);
            }
            return true;
        }

        private boolean isTerm(int first) {
            return word(first - 1).equals("no") && TERMS.contains(withoutSigns(word(first)));
        }

        private boolean isLastBracket(String entry, int end) {
            return end == words.size() && entry.indexOf(')') >= withoutSigns(entry).length() - 1;
        }

        /** Behind the last word of an entry, which has a sign or stands before "or" or the end. */
        private int endOfEntry(int first) {
            int end = first;
            while (end < words.size() && !BETWEEN.contains(word(end))) {
                end++;
                if (endsWithAny(words.get(end - 1), SIGNS)) {
                    break;
                }
            }
            return end;
        }

        /** A joiner before "no" is read with that. */
        private int behindJoiner(int end) {
            boolean isJoiner = end < words.size() && BETWEEN.contains(word(end));
            return isJoiner && behindNot(end) == end ? end + 1 : end;
        }

        /** In lower case, without a bracket before it. */
        private String word(int index) {
            String word = words.get(index);
            return lower(word.startsWith("(") ? word.substring(1) : word);
        }

        private static String lower(String word) {
            return word.toLowerCase(Locale.ROOT);
        }

        private static boolean endsWithAny(String text, String signs) {
            return !text.isEmpty() && signs.indexOf(text.charAt(text.length() - 1)) >= 0;
        }

        private static String withoutSigns(String text) {
            int end = text.length();
            while (end > 0 && SIGNS.indexOf(text.charAt(end - 1)) >= 0) {
                end--;
            }
            return text.substring(0, end).strip();
        }
    }
}
