package org.papertide.local.stack;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the list of the inbox page shows of a captured mail.
 *
 * @param file where it is
 * @param recipient the address it was delivered to, in lower case
 * @param from the header, decoded
 * @param subject the header, decoded
 * @param arrived when it was captured, by the machine's clock
 */
record CapturedMail(MailFile file, String recipient, String from, String subject, Instant arrived) {

    static CapturedMail of(MailFile file, MimeMessage message)
            throws MessagingException, IOException {
        return new CapturedMail(
                file,
                MailFile.recipient(message),
                decoded(message.getHeader("From", ", ")),
                decoded(message.getSubject()),
                Files.getLastModifiedTime(file.path()).toInstant());
    }

    private static String decoded(@Nullable String header) throws IOException {
        return header == null ? "" : MimeUtility.decodeText(MimeUtility.unfold(header));
    }
}
