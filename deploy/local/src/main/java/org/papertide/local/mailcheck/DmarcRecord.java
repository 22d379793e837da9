package org.papertide.local.mailcheck;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a domain asks of receivers (RFC 9989, 4.7).
 *
 * @param at the domain that publishes it
 */
record DmarcRecord(DomainName at, TagList tags) {

    private static final String VERSION = "DMARC1";

    private static final int MOST_CHARACTERS = 4_000;

    /** Whether a text is meant to be one: no other is looked at. */
    static boolean isMeant(String text) {
        String start = text.replaceAll("\\s", "");
        return start.equals("v=" + VERSION) || start.startsWith("v=" + VERSION + ";");
    }

    /**
     * @throws IllegalArgumentException if it is none, with the reason as the end of a sentence
     */
    static DmarcRecord parse(DomainName at, String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("has %d characters".formatted(text.length()));
        }
        return new DmarcRecord(at, TagList.of(text));
    }

    /** none, quarantine or reject, for mails from this domain; else what it has instead. */
    String policy(DomainName from) {
        String own = lower("p", "");
        return at.equals(from) ? own : lower("sp", own);
    }

    /** What is to be aligned strictly: {@code adkim} or {@code aspf}. */
    boolean isStrict(String tag) {
        return lower(tag, "r").equals("s");
    }

    /** y where it is a public suffix, n where it is an organisation's own, else u. */
    String publicSuffix() {
        return lower("psd", "u");
    }

    boolean isTest() {
        return lower("t", "n").equals("y");
    }

    /** Where reports go, as addresses of any scheme. */
    List<String> reports(String tag) {
        return Arrays.stream(tags.get(tag, "").split(",", -1))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    String lower(String tag, String otherwise) {
        return tags.get(tag, otherwise).toLowerCase(Locale.ROOT);
    }
}
