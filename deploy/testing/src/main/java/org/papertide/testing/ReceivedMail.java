package org.papertide.testing;

import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mail as it was received.
 *
 * @param subject decoded
 * @param text the first text part, empty if there is none
 * @param html the first HTML part, empty if there is none
 * @param headers raw and unfolded, by name in lower case
 */
public record ReceivedMail(
        String subject, String text, String html, Map<String, List<String>> headers) {

    public ReceivedMail {
        headers = Map.copyOf(headers);
    }

    static ReceivedMail of(MimeMessage message) throws MessagingException, IOException {
        Map<String, List<String>> headers = new HashMap<>();
        for (Header header : Collections.list(message.getAllHeaders())) {
            String value = header.getValue().replaceAll("\\r?\\n[ \\t]+", " ");
            headers.merge(
                    header.getName().toLowerCase(Locale.ROOT),
                    List.of(value),
                    (a, b) ->
                            List.copyOf(
                                    java.util.stream.Stream.concat(a.stream(), b.stream())
                                            .toList()));
        }
        String subject = message.getSubject();
        return new ReceivedMail(
                subject == null ? "" : subject,
                find(message, "text/plain").orElse(""),
                find(message, "text/html").orElse(""),
                headers);
    }

    /** The first header of that name, raw and unfolded. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
    }

    /** The first link in the text part whose path contains this. */
    public Optional<String> link(String part) {
        Matcher matcher =
                Pattern.compile("https?://[^\\s<>]*" + Pattern.quote(part) + "[^\\s<>]*")
                        .matcher(text);
        return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
    }

    private static Optional<String> find(Part part, String type)
            throws MessagingException, IOException {
        Object content = part.getContent();
        if (part.isMimeType(type) && content instanceof String text) {
            return Optional.of(text);
        }
        if (content instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                Optional<String> found = find(parts.getBodyPart(i), type);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }
}
