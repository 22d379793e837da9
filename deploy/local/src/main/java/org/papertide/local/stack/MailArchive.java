package org.papertide.local.stack;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The captured mails as files in a directory, the newest of them, found again at the start. */
final class MailArchive {

    private static final Logger LOG = LoggerFactory.getLogger(MailArchive.class);

    private final Path directory;
    private final int keep;
    private final Deque<CapturedMail> kept = new ArrayDeque<>();
    private long last;

    /**
     * @param directory of the files; made if missing
     * @param keep how many of the newest are kept
     */
    MailArchive(Path directory, int keep) {
        this.directory = directory;
        this.keep = keep;
    }

    /** Adds a mail that was read at the start. */
    interface Restored {
        void accept(CapturedMail mail, MimeMessage message) throws MessagingException;
    }

    /**
     * Reads the directory. A file that is not a mail is left alone and logged.
     *
     * @throws IOException if the directory cannot be made or listed
     */
    synchronized void open(Restored restored) throws IOException {
        kept.clear();
        Files.createDirectories(directory);
        List<Path> files;
        try (Stream<Path> found = Files.list(directory)) {
            files = found.filter(p -> MailFile.number(p) > 0).sorted().toList();
        }
        List<Path> newest = new ArrayList<>(files);
        while (newest.size() > keep) {
            Files.deleteIfExists(newest.removeFirst());
        }
        for (Path path : newest) {
            MailFile file = new MailFile(MailFile.number(path), path);
            last = Math.max(last, file.number());
            try {
                MimeMessage message = file.read();
                CapturedMail mail = CapturedMail.of(file, message);
                kept.addLast(mail);
                restored.accept(mail, message);
            } catch (IOException | MessagingException e) {
                LOG.warn("A file is no mail. file={}", path, e);
            }
        }
    }

    /** Stores a mail, and returns those that were removed for it. */
    synchronized List<CapturedMail> add(
            String recipient, @Nullable String sender, MimeMessage message)
            throws IOException, MessagingException {
        MailFile file = MailFile.of(directory, ++last);
        file.write(recipient, sender, message);
        kept.addLast(CapturedMail.of(file, file.read()));
        List<CapturedMail> gone = new ArrayList<>();
        while (kept.size() > keep) {
            CapturedMail oldest = kept.removeFirst();
            Files.deleteIfExists(oldest.file().path());
            gone.add(oldest);
        }
        return gone;
    }

    /** The mails, the newest first. */
    synchronized List<CapturedMail> newestFirst() {
        return List.copyOf(kept.reversed());
    }

    Optional<CapturedMail> find(long number) {
        return newestFirst().stream().filter(mail -> mail.file().number() == number).findFirst();
    }

    /** How many mails are kept for an address. */
    long count(String recipient) {
        return newestFirst().stream().filter(mail -> mail.recipient().equals(recipient)).count();
    }
}
