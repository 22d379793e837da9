package org.papertide.local.mailcheck;

import java.util.List;
import org.papertide.bounce.domain.AsciiDomain;
import org.papertide.local.terminal.Shown;

/**
 * A domain in ASCII, in lower case and without a final dot: the same that mails are sent to.
 *
 * @param value such as {@code mail.example.org}
 */
public record DomainName(String value) {

    private static final int MAX_LENGTH = 253;

    /**
     * Reads one as people write it.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static DomainName parse(String text) {
        String stripped = text.strip();
        String plain =
                stripped.endsWith(".") ? stripped.substring(0, stripped.length() - 1) : stripped;
        String ascii;
        try {
            ascii = AsciiDomain.of(plain);
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
