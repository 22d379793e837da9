package org.papertide.local.stack;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A captured mail as a file: two lines with its recipient and sender, as delivery agents write
 * them, then the unchanged message.
 *
 * @param number in the order of arrival, from 1
 * @param path of the file, {@code 00000001.eml}
 */
record MailFile(long number, Path path) {

    private static final String RECIPIENT = "Delivered-To";
    private static final Session SESSION = Session.getInstance(new Properties());

    static MailFile of(Path directory, long number) {
        return new MailFile(number, directory.resolve("%08d.eml".formatted(number)));
    }

    /** The file's number, or -1 if it is not one of ours. */
    static long number(Path path) {
        String name = path.getFileName().toString();
        return name.matches("\\d{8,18}\\.eml")
                ? Long.parseLong(name.substring(0, name.length() - 4))
                : -1;
    }

    /** Writes it as a whole or not at all. */
    void write(String recipient, @Nullable String sender, MimeMessage message)
            throws IOException, MessagingException {
        Path partial = path.resolveSibling(path.getFileName() + ".part");
        try (OutputStream out = Files.newOutputStream(partial)) {
            String envelope =
                    "Return-Path: <%s>\r\n%s: %s\r\n"
                            .formatted(sender == null ? "" : sender, RECIPIENT, recipient);
            out.write(envelope.getBytes(StandardCharsets.UTF_8));
            message.writeTo(out);
        }
        Files.move(
                partial, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    MimeMessage read() throws IOException, MessagingException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            return new MimeMessage(SESSION, in);
        }
    }

    /** The recipient of its delivery, in lower case; empty if the file has none. */
    static String recipient(MimeMessage message) throws MessagingException {
        String @Nullable [] found = message.getHeader(RECIPIENT);
        return found == null || found.length == 0 ? "" : found[0].strip();
    }
}
