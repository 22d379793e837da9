package org.papertide.ingest.source.arxiv;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.papertide.ingest.source.SingleLineText;

/** Takes lists of authors written in one line apart (info.arxiv.org/help/prep.html#author). */
final class AuthorNames {

    /** Between single spaces: with runs of them the time would grow with their square. */
    private static final Pattern AND =
            Pattern.compile(
                    "(?:^| )(?:and|AND|\\\\?&)(?: |$)"
                            + "|(?:^| )(?i:with (?:an )?append(?:ix|ices) (?:written )?(?:by|joint(?:ly)? with)) "
                            + "|(?:^| )(?:on behalf of|for) (?=.{1,100}\\bCollaborations?$)");

    /** Numbers and letters of affiliations, of footnotes: raised, or in square brackets. */
    private static final Pattern MARKS =
            Pattern.compile(
                    "\\$\\^(?:\\{[^{}]{0,40}\\}|.)\\$|(?<!\\\\)\\^(?:\\{[^{}]{0,40}\\}|\\d)"
                            + "|\\[[\\d,; *\u2020\u2021\u00a7\u00b6\u2217-]{1,40}\\]"
                            + "|\\[[a-z](?:[,; ]{1,2}[a-z\\d*]){0,20}\\]|\\\\thanks\\{[^{}]{0,200}\\}");

    private static final Pattern SUFFIX =
            Pattern.compile(
                    "(?i)(?:jr|sr|jnr|snr)\\.?|II|III|IV|VI{0,3}|Ph\\.? ?D\\.?|M\\.? ?D\\.?");

    /** Those who are not named. */
    private static final Pattern OTHERS =
            Pattern.compile("(?i)(?:^| )(?:et\\.? al\\b\\.?|and others)$");

    /** Those of the scripts of East Asia, too. */
    private static final String SEPARATORS = ",;:\u3001\uff0c\uff1b";

    /** Behind a name in brackets: the next one follows. */
    private static final Pattern BEGINS_APART =
            Pattern.compile("[" + SEPARATORS + "]|(?:and|AND|\\\\?&)(?:\\s|$)");

    private static final Pattern COLLECTIVE =
            Pattern.compile("(?i)\\b(?:collaborations?|consortium|group|team|project)$");

    /** As in {@code Jr., Ph.D., M.D.}; what follows belongs to nobody. */
    private static final int MAX_SUFFIXES = 3;

    private static final Set<String> NOBODY = Set.of("and", "others", "et al", "et al.", "&");

    private AuthorNames() {}

    /**
     * The names in {@code A. B, C. D (Univ. of E, F) and G. H}: commas, semicolons, colons, {@code
     * and} and {@code &} part them, but not inside brackets, where affiliations stand, which are
     * left out, and not inside braces. Numbers that lead to affiliations are left out, too. A
     * bracket that is never closed ends with the name that it follows. One that begins the list
     * belongs to no name before it: it is a name, such as a collaboration's, or the first part of
     * one. A suffix such as {@code Jr.} belongs to the name before it, and {@code et al.} is
     * nobody.
     */
    static List<String> split(String line) {
        List<String> names = new ArrayList<>();
        int suffixes = 0;
        // Marks have commas in them.
        String unmarked = MARKS.matcher(line).replaceAll("");
        for (String part : outsideBrackets(withoutFirstBracket(unmarked))) {
            for (String piece : AND.split(SingleLineText.of(part), -1)) {
                String name = OTHERS.matcher(piece.strip()).replaceFirst("").strip();
                if (name.chars().noneMatch(Character::isLetterOrDigit) || NOBODY.contains(name)) {
                    continue;
                }
                if (names.isEmpty() || !SUFFIX.matcher(name).matches()) {
                    names.add(name);
                    suffixes = 0;
                } else if (suffixes++ < MAX_SUFFIXES) {
                    names.set(names.size() - 1, names.getLast() + " " + name);
                }
            }
        }
        return List.copyOf(names);
    }

    /** The list without the brackets around what it begins with, if that is a name or names. */
    private static String withoutFirstBracket(String line) {
        String list = line.strip();
        if (!list.startsWith("(")) {
            return line;
        }
        int end = end(list);
        if (end < 0) {
            return list.substring(1);
        }
        String inside = list.substring(1, end).strip();
        String behind = list.substring(end + 1).strip();
        if (inside.chars().noneMatch(Character::isLetter)) {
            return line;
        }
        boolean isApart = behind.isEmpty() || BEGINS_APART.matcher(behind).lookingAt();
        if (isApart || COLLECTIVE.matcher(inside).find()) {
            return inside + "," + behind;
        }
        boolean isPlain =
                inside.chars()
                        .noneMatch(character ->
                                Character.isDigit(character)
                                        || (SEPARATORS + "()").indexOf(character) >= 0);
        return isPlain ? inside + " " + behind : line;
    }

    /** Where the bracket is closed that a text begins with; -1 if nowhere. */
    private static int end(String text) {
        int open = 0;
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            open += character == '(' ? 1 : character == ')' ? -1 : 0;
            if (open == 0) {
                return at;
            }
        }
        return -1;
    }

    private static List<String> outsideBrackets(String line) {
        BitSet closed = closedBrackets(line);
        List<String> parts = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        int brackets = 0;
        int braces = 0;
        boolean unclosed = false;
        for (int at = 0; at < line.length(); at++) {
            char character = line.charAt(at);
            braces = braces(character, braces);
            if (character == '(') {
                if (closed.get(at)) {
                    brackets++;
                } else {
                    unclosed = true;
                }
            } else if (character == ')') {
                brackets = Math.max(0, brackets - 1);
            } else if (brackets == 0) {
                if (braces == 0 && SEPARATORS.indexOf(character) >= 0) {
                    parts.add(name.toString());
                    name.setLength(0);
                    unclosed = false;
                } else if (!unclosed) {
                    name.append(character);
                }
            }
        }
        parts.add(name.toString());
        return parts;
    }

    /** How many are open behind the character; LaTeX has commas in them. Deep ones are none. */
    private static int braces(char character, int open) {
        return switch (character) {
            case '{' -> open + 1;
            case '}' -> Math.max(0, open - 1);
            default -> open;
        };
    }

    /** Where the brackets open that are closed again. */
    private static BitSet closedBrackets(String line) {
        BitSet closed = new BitSet();
        List<Integer> open = new ArrayList<>();
        for (int at = 0; at < line.length(); at++) {
            char character = line.charAt(at);
            if (character == '(') {
                open.add(at);
            } else if (character == ')' && !open.isEmpty()) {
                closed.set(open.removeLast());
            }
        }
        return closed;
    }

    /** {@code Last, First} the right way round. */
    static String uninverted(String name) {
        int comma = name.indexOf(',');
        return comma < 0
                ? name
                : name.substring(comma + 1).strip() + " " + name.substring(0, comma).strip();
    }
}
