package org.papertide.notify.returned.mailbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Returned mail by IMAP. */
@ConfigMapping(prefix = "papertide.returned.imap")
public interface MailboxSettings {

    /** The server; default: no mailbox is read. Its certificate must be for this name. */
    Optional<String> host();

    /** Its port; usually 993 with IMPLICIT, else 143. */
    @WithDefault("993")
    @Min(1)
    @Max(65_535)
    int port();

    /**
     * IMPLICIT (TLS from the first byte), REQUIRED (STARTTLS, or nothing is read), or NONE for a
     * server on this machine.
     */
    @WithDefault("IMPLICIT")
    Tls tls();

    /** Whom to log in as. */
    Optional<String> username();

    /** The password of {@code username}; sent over TLS, or to a server on this machine. */
    Optional<String> password();

    /**
     * A file with an access token of OAuth 2.0, in place of a password (XOAUTH2); it is read for
     * each connection, so that another program can renew it. Needs {@code tls} REQUIRED or
     * IMPLICIT.
     */
    Optional<Path> tokenFile();

    /** The folder that mails come to. */
    @WithDefault("INBOX")
    String folder();

    /** The folder above those that mails are moved to: {@code hard}, {@code soft} and so on. */
    @WithDefault("Papertide")
    String outcomes();

    /** How often it is asked for mails that it did not announce. */
    @WithDefault("PT5M")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 1)
    Duration poll();

    /** Longest wait for a connection, and for an answer. */
    @WithDefault("PT30S")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 1)
    Duration timeout();

    /** How the connection is encrypted. */
    enum Tls {
        NONE,
        /** STARTTLS with a certificate that is good for the host, or nothing is read. */
        REQUIRED,
        /** TLS from the first byte, with a certificate good for the host. */
        IMPLICIT
    }
}
