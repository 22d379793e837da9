package org.papertide.bounce.rule;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What servers speak of beside a mailbox: hosts, records, certificates. Where one stands between
 * two pieces of a phrase, these belong to two statements: "the recipient's server refuses the mail:
 * the SPF record does not exist" says nothing of the recipient. Where one stands before a statement
 * and has what it is about ("the server of the recipient could not be found"), or the statement
 * names nothing ("record not found"), the statement is about that thing.
 */
final class OtherThings {

    /** Of an IPv4 address. */
    private static final int NUMBERS = 4;

    private static final List<String> WORDS =
            plain(name -> name.equals("thing") || name.endsWith("-thing"));

    /** Things on which a mailbox is. */
    private static final List<String> SERVERS = plain("server-thing"::equals);

    private static final List<String> NOUNS =
            Stream.concat(
                            Stream.of("@", "user", "local-part", "login", "id", "email"),
                            plain(name -> name.endsWith("mailbox")).stream())
                    .distinct()
                    .toList();

    /** What belongs to somebody only where a word says so. */
    private static final List<String> PARTS =
            plain("part"::equals).stream().filter(part -> !NOUNS.contains(part)).toList();

    /** What a full mailbox has none of. */
    private static final List<String> ROOM = plain("room"::equals);

    private static final List<String> ALL =
            Stream.concat(WORDS.stream(), PARTS.stream()).distinct().toList();

    /** As in the server of a recipient. */
    private static final Set<String> OWNED_BY = Set.copyOf(plain("owned-by"::equals));

    /** What stands between that and the recipient. */
    private static final Set<String> ATTRIBUTES = Set.copyOf(plain("attribute"::equals));

    /** As in the recipient on a server: where something is, and not what it is. */
    private static final Set<String> WITHIN = Set.copyOf(plain("within"::equals));

    /** Whose owner follows without a word between: сервер получателя, server penerima. */
    private static final List<String> DECLINED =
            plain(name -> name.equals("ru-thing") || name.equals("owner-behind"));

    /** Statements that do not say what they are about: "was not found". */
    private static final List<String> STATES = plain(name -> name.endsWith("missing"));

    /** How far before a statement its subject stands, in characters. */
    private static final int FAR = 60;

    private static final int MOST_ATTRIBUTES = 3;

    private static final String ENDS = ".:;,!?";

    private OtherThings() {}

    private static List<String> plain(Predicate<String> names) {
        return WordClasses.ofNames(names)
                .map(word -> PlainWords.of(word).toString())
                .distinct()
                .toList();
    }

    /**
     * Whether a statement is about one: it stands before the statement, in the same sentence.
     *
     * @param from where the statement begins in the words
     * @param to where it ends
     */
    static boolean isAbout(String words, int from, int to) {
        String before = sentence(words, from);
        if (!isState(words.substring(from, to))) {
            return isOwner(before);
        }
        int noun = last(before, NOUNS);
        int thing = last(before, ALL);
        if (thing > noun && !isWithin(before.substring(0, thing))) {
            return true;
        }
        return noun >= 0 && isOwner(before.substring(0, noun).strip());
    }

    /** Whether it names nobody, and is a state, the beginning of one, or goes on behind it. */
    private static boolean isState(String statement) {
        return last(statement, NOUNS) < 0
                && STATES.stream()
                        .anyMatch(state ->
                                state.startsWith(statement) || statement.startsWith(state));
    }

    /** What was said before in the same sentence. */
    private static String sentence(String words, int end) {
        int from = end;
        while (from > 0 && from > end - FAR && !endsSentence(words, from - 1)) {
            from--;
        }
        return words.substring(from, end).strip();
    }

    /** A point in the name of a host ends none. */
    private static boolean endsSentence(String words, int at) {
        return ENDS.indexOf(words.charAt(at)) >= 0
                && (at + 1 == words.length() || words.charAt(at + 1) == ' ');
    }

    /** Where the last of these words stands; -1 if none does. */
    private static int last(String text, List<String> of) {
        int last = -1;
        for (String word : of) {
            int at = text.lastIndexOf(word);
            while (at > last && !Phrase.isWhole(text, word, at)) {
                at = at == 0 ? -1 : text.lastIndexOf(word, at - 1);
            }
            last = Math.max(last, at);
        }
        return last;
    }

    /** Whether what follows has a thing that stands here: "the record of the". */
    private static boolean isOwner(String before) {
        if (endsWith(before, DECLINED)) {
            return true;
        }
        String rest = before;
        for (int i = 0; i <= MOST_ATTRIBUTES; i++) {
            int space = rest.lastIndexOf(' ');
            String word = rest.substring(space + 1);
            boolean owns = OWNED_BY.contains(word);
            if (owns && space > 0 && endsWith(rest.substring(0, space), ALL)) {
                return true;
            }
            if (space < 0 || !(owns || ATTRIBUTES.contains(word))) {
                return false;
            }
            rest = rest.substring(0, space);
        }
        return false;
    }

    private static boolean endsWith(String text, List<String> words) {
        return words.stream()
                .anyMatch(word ->
                        text.endsWith(word)
                                && Phrase.isWhole(text, word, text.length() - word.length()));
    }

    /** Whether it ends as "on the mail" of "on the mail server" does. */
    private static boolean isWithin(String before) {
        String[] words = before.split(" ", -1);
        for (int i = words.length - 1; i >= 0 && i >= words.length - MOST_ATTRIBUTES; i--) {
            if (WITHIN.contains(words[i])) {
                return true;
            }
        }
        return false;
    }

    /** Whether one is named in a part of the words, or something that somebody has. */
    static boolean isIn(String words, int from, int to) {
        String part = words.substring(from, to);
        return isNamed(part) || hasHostAddress(part) || hasOwned(part);
    }

    /** Whether one is named, and not as where a mailbox is or as who speaks. */
    static boolean isNamed(String words) {
        return WORDS.stream().anyMatch(thing -> has(words, thing));
    }

    /** Whether anything is named that is no mailbox, be it one that a mailbox has, or its room. */
    static boolean isAnyNamed(String words) {
        return isNamed(words)
                || Stream.concat(PARTS.stream(), ROOM.stream()).anyMatch(part -> has(words, part));
    }

    private static boolean hasOwned(String part) {
        String[] words = part.split(" ", -1);
        for (int i = 1; i < words.length; i++) {
            if (OWNED_BY.contains(words[i]) && ALL.contains(words[i - 1])) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(String part, String thing) {
        int at = part.indexOf(thing);
        while (at >= 0
                && (!Phrase.isWhole(part, thing, at)
                        || isOfName(part, at, at + thing.length())
                        || ((SERVERS.contains(thing) || PARTS.contains(thing))
                                && isPlace(part, at, at + thing.length())))) {
            at = part.indexOf(thing, at + 1);
        }
        return at >= 0;
    }

    /** Whether it is a part of the name of a host, as in "relay-2.example.org". */
    private static boolean isOfName(String words, int at, int end) {
        boolean goesOn =
                end + 1 < words.length()
                        && isJoint(words.charAt(end))
                        && Character.isLetterOrDigit(words.charAt(end + 1));
        return goesOn || (at > 0 && isJoint(words.charAt(at - 1)));
    }

    private static boolean isJoint(char c) {
        return c == '.' || c == '-' || c == '_';
    }

    /** Whether a server is where something is ("on this server"), or has its name behind it. */
    private static boolean isPlace(String words, int at, int end) {
        int next = words.indexOf(' ', end + 1);
        String behind = words.substring(end, next < 0 ? words.length() : next).strip();
        return isWithin(words.substring(0, at)) || behind.indexOf('.') > 0;
    }

    /** Four numbers with points between them. */
    private static boolean hasHostAddress(String part) {
        int numbers = 0;
        for (int at = 0; at < part.length(); at++) {
            if (isDigit(part.charAt(at))) {
                if (at == 0 || !isDigit(part.charAt(at - 1))) {
                    numbers++;
                }
                if (numbers == NUMBERS) {
                    return true;
                }
            } else if (part.charAt(at) != '.' || at == 0 || !isDigit(part.charAt(at - 1))) {
                numbers = 0;
            }
        }
        return false;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
