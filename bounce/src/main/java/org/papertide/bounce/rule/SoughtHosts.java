package org.papertide.bounce.rule;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.bounce.domain.AsciiDomain;
import org.papertide.bounce.mime.Addresses;

/**
 * Finds which host a server did not find. "Host not found" condemns an address only if the host is
 * its domain: a relay says the same of the server behind it, and then of every recipient.
 */
final class SoughtHosts {

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

    private SoughtHosts() {}

    /**
     * Whether names were looked for, and all of them are others than the domains of the addresses;
     * not if nobody says for whom they were looked for.
     *
     * @param text what the server said
     * @param about what names the recipients
     * @param recipient whom a report is about; null if that is not known
     */
    static boolean areOthers(String text, String about, @Nullable String recipient) {
        Set<String> sought = in(text);
        if (sought.isEmpty()) {
            return false;
        }
        Set<String> domains =
                Stream.concat(Stream.ofNullable(recipient), Addresses.all(about).stream())
                        .map(address -> ascii(address.substring(address.lastIndexOf('@') + 1)))
                        .collect(Collectors.toSet());
        return !domains.isEmpty() && sought.stream().noneMatch(domains::contains);
    }

    /** The hosts that a text says were looked for, in ASCII form. */
    private static Set<String> in(String text) {
        String plain =
                text.length() > PlainWords.LONGEST ? text.substring(0, PlainWords.LONGEST) : text;
        String[] words = plain.toLowerCase(Locale.ROOT).replace("=", " ").split("\\s+", -1);
        return Stream.iterate(1, at -> at < words.length, at -> at + 1)
                .filter(at ->
                        BEFORE.contains(bare(words[at - 1]))
                                && (at + 1 == words.length
                                        || !SPEAKS.contains(bare(words[at + 1]))))
                .map(at -> bare(words[at]))
                .filter(SoughtHosts::isHost)
                .map(SoughtHosts::ascii)
                .collect(Collectors.toSet());
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
