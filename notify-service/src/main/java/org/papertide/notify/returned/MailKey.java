package org.papertide.notify.returned;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.papertide.platform.hashing.Sha256;

/**
 * Recognises the same mail when it comes again: by its Message-ID (RFC 5322, 3.6.4), since servers
 * on the way add fields to a mail that they send again; where there is none, by all of it.
 */
final class MailKey {

    private static final String FIELD = "message-id:";

    /** Fields of an honest mail, all together. */
    private static final int MOST_BYTES = 256 * 1024;

    private MailKey() {}

    static String of(byte[] mail) {
        return messageId(mail).map(id -> Sha256.hex("id " + id)).orElseGet(() -> Sha256.hex(mail));
    }

    private static Optional<String> messageId(byte[] mail) {
        String start =
                new String(mail, 0, Math.min(mail.length, MOST_BYTES), StandardCharsets.ISO_8859_1);
        StringBuilder value = new StringBuilder();
        boolean found = false;
        int from = 0;
        while (from < start.length()) {
            int end = start.indexOf('\n', from);
            String line = start.substring(from, end < 0 ? start.length() : end).stripTrailing();
            boolean folded = !line.isEmpty() && Character.isWhitespace(line.charAt(0));
            if (line.isEmpty() || (found && !folded)) {
                break;
            }
            if (found) {
                value.append(line.strip());
            } else if (line.length() >= FIELD.length()
                    && line.substring(0, FIELD.length()).toLowerCase(Locale.ROOT).equals(FIELD)) {
                found = true;
                value.append(line.substring(FIELD.length()).strip());
            }
            from = end < 0 ? start.length() : end + 1;
        }
        return Optional.of(value.toString()).filter(id -> !id.isBlank());
    }
}
