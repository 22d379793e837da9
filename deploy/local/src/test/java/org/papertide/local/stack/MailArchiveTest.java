package org.papertide.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailArchiveTest {

    @TempDir private Path directory;

    @Test
    void keepsTheNewest() throws IOException, MessagingException {
        MailArchive archive = new MailArchive(directory, 2);
        archive.open((_, _) -> {});
        assertThat(archive.add("a@x.org", null, mail("1"))).isEmpty();
        assertThat(archive.add("b@x.org", "s@x.org", mail("2"))).isEmpty();

        assertThat(archive.add("b@x.org", "s@x.org", mail("3")))
                .extracting(CapturedMail::subject)
                .containsExactly("1");
        assertThat(archive.newestFirst())
                .extracting(CapturedMail::subject)
                .containsExactly("3", "2");
        assertThat(archive.count("b@x.org")).isEqualTo(2);
        assertThat(files()).hasSize(2);
    }

    @Test
    void keepsTheNewestAlsoWhenOpened() throws IOException, MessagingException {
        MailArchive former = new MailArchive(directory, 10);
        former.open((_, _) -> {});
        for (int i = 1; i <= 5; i++) {
            former.add("a@x.org", null, mail(Integer.toString(i)));
        }

        MailArchive archive = new MailArchive(directory, 2);
        archive.open((_, _) -> {});
        archive.add("a@x.org", null, mail("6"));

        assertThat(archive.newestFirst())
                .extracting(CapturedMail::subject)
                .containsExactly("6", "5");
        assertThat(files()).hasSize(2);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static MimeMessage mail(String subject) throws MessagingException {
        MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
        message.setSubject(subject);
        message.setText("text");
        message.saveChanges();
        return message;
    }
}
