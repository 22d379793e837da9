package org.papertide.notify.smtp;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.papertide.notify.message.PersonalLink;
import org.papertide.notify.message.RenderedMessage;

/**
 * A message encoded once: multipart/alternative in quoted-printable (RFC 2045 6.7), cut where each
 * recipient's own links go. A link is spliced in between two soft line breaks, which the receiver
 * takes away again.
 */
public final class MailTemplate {

    private static final Pattern PLACEHOLDER =
            Pattern.compile(
                    PersonalLink.OPEN
                            + "("
                            + Stream.of(PersonalLink.values())
                                    .map(Enum::name)
                                    .collect(Collectors.joining("|"))
                            + ")"
                            + PersonalLink.CLOSE);

    /** An encoded word has 75 characters at most (RFC 2047, 2): 12 around 60 of Base64. */
    private static final int MAX_ENCODED_BYTES = 45;

    private static final String SOFT_BREAK = "=\r\n";

    /** Either encoded text as it is, or a personal link. */
    private sealed interface Piece {
        record Ascii(String text) implements Piece {}

        record Link(PersonalLink link) implements Piece {}
    }

    private final String subject;
    private final String boundary;
    private final List<Piece> pieces = new ArrayList<>();

    /**
     * @param contentId makes the boundary, which quoted-printable text cannot hold
     */
    public MailTemplate(String contentId, RenderedMessage message) {
        this.subject = encodedSubject(message.subject());
        this.boundary = "=_" + contentId;
        part("text/plain", message.text());
        part("text/html", message.html());
        raw("--" + boundary + "--\r\n");
    }

    /** The subject as a header's value, folded. */
    String subject() {
        return subject;
    }

    /** The value of Content-Type. */
    String contentType() {
        return "multipart/alternative;\r\n boundary=\"" + boundary + "\"";
    }

    /** Writes the body with these links. */
    void write(ByteArrayOutputStream out, Map<PersonalLink, String> links) {
        Map<PersonalLink, String> encoded = new EnumMap<>(PersonalLink.class);
        for (Piece piece : pieces) {
            switch (piece) {
                case Piece.Ascii(String text) -> out.writeBytes(ascii(text));
                case Piece.Link(PersonalLink link) -> {
                    String address =
                            encoded.computeIfAbsent(
                                    link, l -> quotedPrintable(links.getOrDefault(l, "")));
                    out.writeBytes(ascii(SOFT_BREAK + address + SOFT_BREAK));
                }
            }
        }
    }

    private void part(String type, String text) {
        raw(
                "--"
                        + boundary
                        + "\r\nContent-Type: "
                        + type
                        + "; charset=UTF-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n");
        String lines = text.replaceAll("\\R", "\r\n");
        Matcher matcher = PLACEHOLDER.matcher(lines);
        int from = 0;
        while (matcher.find()) {
            pieces.add(new Piece.Ascii(quotedPrintable(lines.substring(from, matcher.start()))));
            pieces.add(new Piece.Link(PersonalLink.valueOf(matcher.group(1))));
            from = matcher.end();
        }
        pieces.add(new Piece.Ascii(quotedPrintable(lines.substring(from))));
        raw("\r\n");
    }

    private void raw(String text) {
        pieces.add(new Piece.Ascii(text));
    }

    private static String quotedPrintable(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() + 200);
        try (OutputStream encoder = MimeUtility.encode(bytes, "quoted-printable")) {
            encoder.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (MessagingException e) {
            throw new IllegalStateException("Angus Mail knows quoted-printable", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.US_ASCII);
    }

    private static String encodedSubject(String subject) {
        if (subject.contains("=?")) {
            return inEncodedWords(subject);
        }
        try {
            return MimeUtility.fold(
                    "Subject: ".length(), MimeUtility.encodeText(subject, "UTF-8", "Q"));
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("every Java platform has UTF-8", e);
        }
    }

    /**
     * In encoded words, all of it: what looks like one already would be decoded by receivers, line
     * breaks and all (RFC 2047, 2).
     */
    private static String inEncodedWords(String subject) {
        StringBuilder words = new StringBuilder();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < subject.length(); ) {
            String next = Character.toString(subject.codePointAt(i));
            i += next.length();
            if ((word + next).getBytes(StandardCharsets.UTF_8).length > MAX_ENCODED_BYTES) {
                words.append(encodedWord(word)).append("\r\n ");
                word.setLength(0);
            }
            word.append(next);
        }
        return words.append(encodedWord(word)).toString();
    }

    private static String encodedWord(CharSequence text) {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
