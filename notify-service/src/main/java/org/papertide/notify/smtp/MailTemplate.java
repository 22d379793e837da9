package org.papertide.notify.smtp;

import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.angus.mail.util.QPEncoderStream;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.message.PersonalLink;
import org.papertide.notify.message.RenderedMessage;

/**
 * A message encoded once: multipart/alternative in quoted-printable (RFC 2045 6.7), cut where each
 * recipient's own links go. A link is spliced in between two soft line breaks, which the receiver
 * takes away again. No line begins with a dot: so nobody has to look for one, byte by byte, in each
 * mail that is sent (RFC 5321, 4.5.2).
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

    private static final Pattern LEADING_DOTS = Pattern.compile("(?m)^\\.+");

    /** Alone in its line, which may be as long as it can be already. */
    private static final String ENCODED_DOT = "=2E" + SOFT_BREAK;

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** RFC 2045 6.7: a line has 76 characters at most, the sign of its soft break included. */
    private static final int MAX_LINE = 75;

    /** Of an octet such as {@code =2E}. */
    private static final int ENCODED_WIDTH = 3;

    /** Ready bytes, and the personal link that follows them; the last have none. */
    private static final class Piece {

        private final byte[] ready;
        private final @Nullable PersonalLink link;

        Piece(byte[] ready, @Nullable PersonalLink link) {
            this.ready = ready;
            this.link = link;
        }
    }

    private final String subject;
    private final String boundary;
    private final List<Piece> pieces = new ArrayList<>();
    private final int readyLength;

    /**
     * @param contentId makes the boundary, which quoted-printable text cannot hold
     */
    public MailTemplate(String contentId, RenderedMessage message) {
        this.subject = encodedSubject(message.subject());
        this.boundary = "=_" + contentId;
        StringBuilder ready = new StringBuilder();
        part(ready, "text/plain", message.text());
        part(ready, "text/html", message.html());
        ready.append("--").append(boundary).append("--\r\n");
        end(ready, null);
        this.readyLength = pieces.stream().mapToInt(piece -> piece.ready.length).sum();
    }

    /** The subject as a header's value, folded. */
    String subject() {
        return subject;
    }

    /** The value of Content-Type. */
    String contentType() {
        return "multipart/alternative;\r\n boundary=\"" + boundary + "\"";
    }

    /** Bytes that each mail has of it. */
    public int length() {
        return readyLength;
    }

    /** Headers and body with these links. */
    byte[] written(byte[] headers, Map<PersonalLink, String> links) {
        Map<PersonalLink, byte[]> encoded = new EnumMap<>(PersonalLink.class);
        int length = headers.length + readyLength;
        for (Piece piece : pieces) {
            if (piece.link != null) {
                length +=
                        encoded.computeIfAbsent(piece.link, link -> onItsOwnLines(links.get(link)))
                                .length;
            }
        }
        byte[] mail = Arrays.copyOf(headers, length);
        int at = headers.length;
        for (Piece piece : pieces) {
            at = put(piece.ready, mail, at);
            if (piece.link != null) {
                at = put(Objects.requireNonNull(encoded.get(piece.link)), mail, at);
            }
        }
        return mail;
    }

    private static int put(byte[] bytes, byte[] mail, int at) {
        System.arraycopy(bytes, 0, mail, at, bytes.length);
        return at + bytes.length;
    }

    private void part(StringBuilder ready, String type, String text) {
        ready.append("--")
                .append(boundary)
                .append("\r\nContent-Type: ")
                .append(type)
                .append("; charset=UTF-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n");
        String lines = withCrLf(text);
        Matcher matcher = PLACEHOLDER.matcher(lines);
        int from = 0;
        // From sign to sign: a pattern tries each character between them.
        for (int open = lines.indexOf(PersonalLink.OPEN);
                open >= 0 && matcher.find(open);
                open = lines.indexOf(PersonalLink.OPEN, from)) {
            ready.append(quotedPrintable(lines.substring(from, matcher.start())));
            end(ready, PersonalLink.valueOf(matcher.group(1)));
            from = matcher.end();
        }
        ready.append(quotedPrintable(lines.substring(from))).append("\r\n");
    }

    /** Every line break of Unicode (UTS 18, RL1.6) as CRLF. */
    private static String withCrLf(String text) {
        StringBuilder lines = new StringBuilder(text.length() + text.length() / 16);
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            switch (next) {
                case '\r', '\n', '\u000b', '\f', '\u0085', '\u2028', '\u2029' -> {
                    lines.append("\r\n");
                    if (next == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                        i++;
                    }
                }
                default -> lines.append(next);
            }
        }
        return lines.toString();
    }

    private void end(StringBuilder ready, @Nullable PersonalLink link) {
        boolean mayHaveDots =
                !ready.isEmpty() && (ready.charAt(0) == '.' || ready.indexOf("\n.") >= 0);
        String encoded =
                mayHaveDots
                        ? LEADING_DOTS
                                .matcher(ready)
                                .replaceAll(dots -> ENCODED_DOT.repeat(dots.group().length()))
                        : ready.toString();
        pieces.add(new Piece(ascii(encoded), link));
        ready.setLength(0);
    }

    /** A link between soft line breaks, in quoted-printable. */
    private static byte[] onItsOwnLines(@Nullable String link) {
        StringBuilder lines = new StringBuilder(SOFT_BREAK);
        int column = 0;
        for (byte octet : (link == null ? "" : link).getBytes(StandardCharsets.UTF_8)) {
            boolean literal = octet > ' ' && octet <= '~' && octet != '=';
            int width = literal ? 1 : ENCODED_WIDTH;
            if (column + width > MAX_LINE) {
                lines.append(SOFT_BREAK);
                column = 0;
            }
            if (literal && (octet != '.' || column > 0)) {
                lines.append((char) octet);
                column++;
            } else {
                lines.append('=').append(HEX.toHexDigits(octet));
                column += ENCODED_WIDTH;
            }
        }
        return ascii(lines.append(SOFT_BREAK).toString());
    }

    /** By Angus Mail's encoder itself: MimeUtility looks for it in every jar, each time. */
    private static String quotedPrintable(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() + 200);
        try (OutputStream encoder = new QPEncoderStream(bytes)) {
            encoder.write(text.getBytes(StandardCharsets.UTF_8));
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
