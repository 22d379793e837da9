package org.papertide.bounce.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.bounce.domain.AsciiDomain;
import org.papertide.bounce.mime.Addresses;

/**
 * Finds which host a server did not find. "Host not found" condemns an address only if the host is
 * its domain: a relay says the same of the server behind it, and then of every recipient.
 */
final class SoughtHosts {

    private static final PhraseBook DOMAIN_UNKNOWN = PhraseBook.read(Meaning.DOMAIN_UNKNOWN.file());

    private static final PhraseBook DOMAIN_SURELY_UNKNOWN =
            PhraseBook.read(Meaning.DOMAIN_SURELY_UNKNOWN.file());

    /** What stands before a host where something is, or who speaks: "the mail system at host". */
    private static final Set<String> WITHIN =
            Stream.concat(WordClasses.ofNames("within"::equals), Stream.of("from", "von"))
                    .collect(Collectors.toUnmodifiableSet());

    /** What stands right before the name of a host that is looked for. */
    private static final Set<String> BEFORE =
            Stream.concat(
                            WordClasses.ofNames("domain"::equals)
                                    .map(word -> word.substring(word.lastIndexOf(' ') + 1)),
                            Stream.of(
                                    "name",
                                    "named",
                                    "nameserver",
                                    "hosts",
                                    "domains",
                                    "of",
                                    "for",
                                    "up",
                                    "mx",
                                    "resolve",
                                    "resolving",
                                    "lookup",
                                    "found",
                                    "unknown",
                                    "domäne",
                                    "domaine",
                                    "dominio",
                                    "domínio",
                                    "domein",
                                    "domena",
                                    "домен"))
                    .collect(Collectors.toUnmodifiableSet());

    /** What stands right behind a host that speaks. */
    private static final Set<String> SPEAKS = Set.of("said", "says", "replied", "answered");

    /** The longest name of a host, in characters (RFC 1035, 2.3.4). */
    private static final int LONGEST = 255;

    /** A line of so many characters goes on in the next one, if it ends no sentence. */
    private static final int WRAPPED = 55;

    private static final String ENDS = ".!?:;";

    private final String text;
    private final String about;
    private final @Nullable String recipient;
    private final boolean isNotice;

    private SoughtHosts(String text, String about, @Nullable String recipient, boolean isNotice) {
        this.text =
                text.length() > PlainWords.LONGEST ? text.substring(0, PlainWords.LONGEST) : text;
        this.about = about;
        this.recipient = recipient;
        this.isNotice = isNotice;
    }

    /**
     * Those of a server's reply.
     *
     * @param about what names the recipients
     * @param recipient whom a report is about; null if that is not known
     */
    static SoughtHosts inReply(String reply, String about, @Nullable String recipient) {
        return new SoughtHosts(reply, about, recipient, false);
    }

    /** Those of a notice: it names other hosts as well, beside what it says of an unknown one. */
    static SoughtHosts inNotice(String text) {
        return new SoughtHosts(text, text, null, true);
    }

    /**
     * Whether names were looked for, and all of them are others than the domains of the addresses;
     * not if nobody says for whom they were looked for.
     */
    boolean areOthers() {
        Set<String> sought =
                (isNotice ? statements() : Stream.of(text))
                        .flatMap(SoughtHosts::in)
                        .collect(Collectors.toSet());
        if (sought.isEmpty()) {
            return false;
        }
        Set<String> domains =
                Stream.concat(Stream.ofNullable(recipient), Addresses.all(about).stream())
                        .map(address -> ascii(address.substring(address.lastIndexOf('@') + 1)))
                        .collect(Collectors.toSet());
        return !domains.isEmpty() && sought.stream().noneMatch(domains::contains);
    }

    /** The sentences that say that a host is not known; the whole text if none does by itself. */
    private Stream<String> statements() {
        List<String> said = sentences().stream().filter(SoughtHosts::isOfUnknown).toList();
        return said.isEmpty() ? Stream.of(text) : said.stream();
    }

    private static boolean isOfUnknown(String sentence) {
        PlainWords words = PlainWords.of(sentence);
        return DOMAIN_UNKNOWN.isInReply(words) || DOMAIN_SURELY_UNKNOWN.isInReply(words);
    }

    /** Lines that are indented go on with the one before, and so do those behind a long one. */
    private List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        StringBuilder sentence = new StringBuilder();
        boolean goesOn = false;
        for (String line : text.lines().toList()) {
            boolean isIndented = !line.isEmpty() && Character.isWhitespace(line.charAt(0));
            if (!(goesOn || isIndented)) {
                add(sentences, sentence);
            }
            for (String word : line.strip().split("\\s+", -1)) {
                sentence.append(word).append(' ');
                if (word.endsWith(".") || word.endsWith("!") || word.endsWith("?")) {
                    add(sentences, sentence);
                }
            }
            goesOn = line.length() >= WRAPPED && ENDS.indexOf(line.charAt(line.length() - 1)) < 0;
        }
        add(sentences, sentence);
        return sentences;
    }

    private static void add(List<String> sentences, StringBuilder sentence) {
        if (!sentence.toString().isBlank()) {
            sentences.add(sentence.toString());
        }
        sentence.setLength(0);
    }

    /** The hosts that a text says were looked for, in ASCII form. */
    private static Stream<String> in(String text) {
        String[] words = text.toLowerCase(Locale.ROOT).replace("=", " ").split("\\s+", -1);
        return IntStream.range(1, words.length)
                .filter(at -> isSought(words, at))
                .mapToObj(at -> bare(words[at]))
                .filter(SoughtHosts::isHost)
                .map(SoughtHosts::ascii);
    }

    /**
     * Whether a host that stands there would be one that is looked for, and not one that speaks.
     */
    private static boolean isSought(String[] words, int at) {
        return BEFORE.contains(bare(words[at - 1]))
                && (at == 1 || !WITHIN.contains(bare(words[at - 2])))
                && (at + 1 == words.length || !SPEAKS.contains(bare(words[at + 1])));
    }

    /** Without what stands around a word. */
    private static String bare(String word) {
        int from = 0;
        int to = word.length();
        while (from < to && !Character.isLetterOrDigit(word.charAt(from))) {
            from++;
        }
        while (to > from && !Character.isLetterOrDigit(word.charAt(to - 1))) {
            to--;
        }
        return word.substring(from, to);
    }

    /** A numeric address, or a name with one behind it, is no name that was looked for. */
    private static boolean isHost(String word) {
        return word.length() <= LONGEST
                && word.indexOf('.') > 0
                && Character.isLetter(word.charAt(word.length() - 1))
                && word.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '.' || c == '-');
    }

    private static String ascii(String domain) {
        try {
            return AsciiDomain.of(domain);
        } catch (IllegalArgumentException _) {
            return domain.toLowerCase(Locale.ROOT);
        }
    }
}
