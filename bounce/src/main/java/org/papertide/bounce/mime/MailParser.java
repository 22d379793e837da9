package org.papertide.bounce.mime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.jspecify.annotations.Nullable;

/**
 * Reads a mail into its header and its readable parts. Takes time in proportion to what it reads,
 * which is never more than {@link #MAX_BYTES}; gives what it has read up to where a mail is broken.
 */
public final class MailParser {

    /**
     * Of a longer mail the rest is not read: 1 MiB. What a report says comes before what it quotes.
     */
    public static final int MAX_BYTES = 1 << 20;

    /** The longest text of a part, in characters. */
    public static final int MAX_TEXT = 64 * 1024;

    private static final int MAX_PARTS = 50;

    /** With one of these a delivery report begins (RFC 3464, 2.1). */
    private static final List<String> REPORT_FIELDS =
            List.of("reporting-mta:", "original-envelope-id:", "arrival-date:", "final-recipient:");

    /** With this a feedback report begins (RFC 5965, 3.1). */
    private static final List<String> FEEDBACK_FIELDS = List.of("feedback-type:");

    private static final int MAX_DEPTH = 8;
    private static final int MAX_FIELD_BYTES = 64 * 1024;

    private static final MimeConfig CONFIG =
            new MimeConfig.Builder()
                    .setStrictParsing(false)
                    .setMaxLineLen(-1)
                    .setMaxHeaderLen(MAX_FIELD_BYTES)
                    .setMaxHeaderCount(HeaderFields.MAX_FIELDS)
                    .build();

    private final MimeTokenStream tokens = new MimeTokenStream(CONFIG);
    private final List<MailPart> parts = new ArrayList<>();
    private List<HeaderFields.Field> header = new ArrayList<>();
    private HeaderFields top = HeaderFields.NONE;
    private boolean topRead;
    private boolean startsMail;
    private int depth;
    private int quotes = -1;

    private MailParser() {}

    /**
     * Reads one mail, at most {@link #MAX_BYTES} of it.
     *
     * @throws IOException if the stream cannot be read
     */
    public static ParsedMail parse(InputStream mail) throws IOException {
        return new MailParser()
                .read(LostHeader.restored(LineEnds.unix(mail.readNBytes(MAX_BYTES))));
    }

    private ParsedMail read(byte[] mail) {
        try {
            tokens.parse(new ByteArrayInputStream(mail));
            for (EntityState state = tokens.getState();
                    state != EntityState.T_END_OF_STREAM && parts.size() < MAX_PARTS;
                    state = tokens.next()) {
                take(state);
            }
        } catch (MimeException | IOException _) {
            // Broken from here on: what came before stands.
            endHeader();
        }
        return new ParsedMail(top, parts);
    }

    private void take(EntityState state) throws IOException {
        switch (state) {
            case T_START_MESSAGE -> {
                quotes++;
                startsMail = true;
                descend();
            }
            case T_END_MESSAGE -> {
                quotes--;
                ascend();
            }
            case T_START_MULTIPART -> descend();
            case T_END_MULTIPART -> ascend();
            case T_START_HEADER -> header = new ArrayList<>();
            case T_FIELD -> addField();
            case T_END_HEADER -> endHeader();
            case T_BODY -> addBody();
            case T_PREAMBLE -> add("multipart/preamble", text(null));
            case T_START_BODYPART, T_END_BODYPART, T_EPILOGUE, T_RAW_ENTITY, T_END_OF_STREAM -> {}
        }
    }

    private void descend() {
        depth++;
        if (depth >= MAX_DEPTH) {
            tokens.setRecursionMode(RecursionMode.M_FLAT);
        }
    }

    private void ascend() {
        depth--;
    }

    private void addField() {
        org.apache.james.mime4j.stream.Field field = tokens.getField();
        String raw = Charsets.text(field.getRaw().toByteArray(), null);
        header.addAll(HeaderFields.of(raw.lines().toList()).fields());
    }

    private void endHeader() {
        if (!startsMail) {
            return;
        }
        startsMail = false;
        if (!topRead) {
            topRead = true;
            top = new HeaderFields(header);
        } else {
            parts.add(new MailPart("message/rfc822", new HeaderFields(header), "", true));
        }
    }

    private void addBody() throws IOException {
        BodyDescriptor body = tokens.getBodyDescriptor();
        String type = type(body);
        if (isReadable(type)) {
            String text = text(body.getCharset());
            add(isFeedback(type, text) ? "message/feedback-report" : type, text);
        } else if (type.startsWith("application/")) {
            String text = text(body.getCharset());
            if (begins(text, REPORT_FIELDS)) {
                add("message/delivery-status", text);
            }
        }
    }

    /** Whether an attached text is a feedback report, whatever its type says. */
    private boolean isFeedback(String type, String text) {
        return depth > 1 && type.equals("text/plain") && begins(text, FEEDBACK_FIELDS);
    }

    private static boolean begins(String text, List<String> fields) {
        String start = text.stripLeading();
        return fields.stream()
                .anyMatch(field -> start.regionMatches(true, 0, field, 0, field.length()));
    }

    private void add(String type, String text) {
        boolean isHeader = type.equals("text/rfc822-headers") || type.startsWith("message/rfc822");
        HeaderFields fields =
                isHeader ? HeaderFields.of(text.lines().toList()) : new HeaderFields(header);
        parts.add(new MailPart(type, fields, text, isHeader || quotes > 0));
    }

    private String text(@Nullable String charset) throws IOException {
        InputStream decoded =
                tokens.getState() == EntityState.T_BODY
                        ? tokens.getDecodedInputStream()
                        : tokens.getInputStream();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            byte[] buffer = new byte[8_192];
            int read = 0;
            while (read >= 0 && bytes.size() < MAX_TEXT) {
                bytes.write(buffer, 0, read);
                read = decoded.read(buffer);
            }
        } catch (IOException _) {
            // Broken encoding: what came before stands.
        }
        String text = Charsets.text(bytes.toByteArray(), charset);
        return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    }

    private static String type(BodyDescriptor body) {
        return Objects.requireNonNullElse(body.getMimeType(), "text/plain")
                .toLowerCase(Locale.ROOT);
    }

    private static boolean isReadable(String type) {
        // A multipart without a boundary is one body.
        return type.startsWith("text/")
                || type.startsWith("message/")
                || type.startsWith("multipart/");
    }
}
