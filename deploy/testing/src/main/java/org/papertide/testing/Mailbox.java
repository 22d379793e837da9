package org.papertide.testing;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/**
 * The mails to one address, read by IMAP.
 *
 * @param imapPort of the mail server, on 127.0.0.1
 * @param address to whom
 */
public record Mailbox(int imapPort, String address) {

    /** All mails, in the order of their arrival. */
    public List<ReceivedMail> mails() {
        Properties settings = new Properties();
        settings.put("mail.imap.host", "127.0.0.1");
        settings.put("mail.imap.port", Integer.toString(imapPort));
        settings.put("mail.imap.connectiontimeout", "5000");
        settings.put("mail.imap.timeout", "30000");
        Session session = Session.getInstance(settings);
        List<ReceivedMail> mails = new ArrayList<>();
        try (Store store = session.getStore("imap")) {
            store.connect(address, "any");
            try (Folder inbox = store.getFolder("INBOX")) {
                inbox.open(Folder.READ_ONLY);
                for (Message message : inbox.getMessages()) {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    message.writeTo(bytes);
                    mails.add(
                            ReceivedMail.of(
                                    new MimeMessage(
                                            session,
                                            new ByteArrayInputStream(bytes.toByteArray()))));
                }
            }
            return mails;
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException("the mailbox cannot be read: " + e.getMessage(), e);
        }
    }

    /** Waits for a mail, up to a minute. */
    public ReceivedMail await(Predicate<ReceivedMail> wanted) {
        return await(wanted, Duration.ofMinutes(1));
    }

    /**
     * Waits for a mail.
     *
     * @throws org.awaitility.core.ConditionTimeoutException if none comes
     */
    public ReceivedMail await(Predicate<ReceivedMail> wanted, Duration atMost) {
        return Awaitility.await("a mail to " + address)
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> mails().stream().filter(wanted).findFirst(), Optional::isPresent)
                .orElseThrow();
    }
}
