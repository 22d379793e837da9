package org.papertide.local.mailcheck;

import java.net.IDN;
import java.util.List;
import java.util.Locale;
import org.papertide.local.terminal.Shown;

/**
 * A domain in ASCII, in lower case and without a final dot.
 *
 * @param value such as {@code mail.example.org}
 */
public record DomainName(String value) {

    private static final int MAX_LENGTH = 253;

    /** What the JDK's IDNA 2003 replaces or drops, and IDNA 2008 keeps: another domain. */
    private static final String DIFFERENT = "ßẞς\u200c\u200d";

    /**
     * Reads one as people write it.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static DomainName parse(String text) {
        String stripped = text.strip();
        String plain =
                stripped.endsWith(".") ? stripped.substring(0, stripped.length() - 1) : stripped;
        if (plain.chars().anyMatch(c -> DIFFERENT.indexOf(c) >= 0)) {
            throw new IllegalArgumentException(
                    "must be written in ASCII (xn--…), since IDNA 2003 and 2008 differ for "
                            + Shown.text(text));
        }
        String ascii;
        try {
            ascii = IDN.toASCII(plain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException _) {
            ascii = "";
        }
        boolean dotted = ascii.indexOf('.') > 0 && !ascii.endsWith(".") && !ascii.contains("..");
        if (!dotted || ascii.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "must be a domain such as example.org, not " + Shown.text(text));
        }
        return new DomainName(ascii);
    }

    /** Its labels, the top one last. */
    List<String> labels() {
        return List.of(value.split("\\.", -1));
    }

    /** Its last labels. */
    DomainName last(int count) {
        List<String> labels = labels();
        return new DomainName(
                String.join(".", labels.subList(labels.size() - count, labels.size())));
    }

    @Override
    public String toString() {
        return value;
    }
}
