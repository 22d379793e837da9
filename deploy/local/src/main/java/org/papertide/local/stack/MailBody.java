package org.papertide.local.stack;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first text and the first HTML part of a mail.
 *
 * @param text as it is
 * @param html as it is, hostile
 */
record MailBody(Optional<String> text, Optional<String> html) {

    /** Multiparts within multiparts, as deep as an honest mail ever is. */
    private static final int MAX_DEPTH = 10;

    static MailBody of(Part message) throws MessagingException, IOException {
        return new MailBody(
                Optional.ofNullable(find(message, "text/plain", 0)),
                Optional.ofNullable(find(message, "text/html", 0)));
    }

    private static @Nullable String find(Part part, String type, int depth)
            throws MessagingException, IOException {
        if (part.isMimeType(type)) {
            return text(part);
        }
        if (depth < MAX_DEPTH && part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                String found = find(parts.getBodyPart(i), type, depth + 1);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static String text(Part part) throws MessagingException, IOException {
        try {
            return part.getContent() instanceof String text ? text : "";
        } catch (UnsupportedEncodingException _) {
            return new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
