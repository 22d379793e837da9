package org.papertide.notify.smtp;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Who the mails are from, and where they are handed over. */
@ConfigMapping(prefix = "papertide.mail")
public interface MailSettings {

    /**
     * {@code Name <address>}; its domain is the one that DKIM and DMARC are aligned with. The name
     * may be in any script, and what is before the @ in ASCII alone.
     */
    String from();

    /** The domain of return addresses; default: that of {@code from}. */
    Optional<String> bounceDomain();

    /** Names the sender in Feedback-ID, 5 to 15 characters. */
    @WithDefault("papertide")
    String senderId();

    /**
     * SENDGRID, MAILGUN or POSTMARK where one of them sends the mails on: each mail then carries a
     * token by which its webhook names the mail.
     */
    @WithDefault("NONE")
    MailProvider provider();

    /**
     * Whether somebody reads the mails to {@code u+TOKEN@} the domain of {@code from}, which
     * unsubscribe, and to {@code b+TOKEN@} the bounce domain, which report failures. Else neither
     * address is put into a mail, and failures come back to {@code from}.
     */
    @WithDefault("false")
    boolean repliesRead();

    Smtp smtp();

    /**
     * Further servers that take mails, by a name, with the same settings as {@code smtp}. Each
     * connection goes to the one that has least for its weight; one that does not answer is left
     * alone while others do.
     */
    Map<String, Smtp> relays();

    Dkim dkim();

    /** Signatures in this process, for a server that does not sign. */
    interface Dkim {

        /** The domain that signs; default: that of {@code from}. */
        Optional<String> domain();

        /**
         * The file of the private key of each selector (PKCS #8 in PEM): RSA of at least 2048 bits,
         * or Ed25519. With none, nothing is signed.
         */
        Map<String, Path> keys();
    }

    /** The server that takes the mails. */
    interface Smtp {

        /** Where it is; with REQUIRED or IMPLICIT the certificate must be for this name. */
        String host();

        /** Its port; usually 465 with IMPLICIT, 587 with a login, else 25. */
        @WithDefault("25")
        @Min(1)
        @Max(65_535)
        int port();

        /** Logs in with this name; default: no login. */
        Optional<String> username();

        /** Needs {@code tls} REQUIRED or IMPLICIT, or NONE and a server on this machine. */
        Optional<String> password();

        /**
         * A file with an access token of OAuth 2.0, in place of a password (XOAUTH2); it is read
         * for each connection, so that another program can renew it. Needs {@code tls} REQUIRED or
         * IMPLICIT.
         */
        Optional<Path> tokenFile();

        /**
         * NONE, OPPORTUNISTIC (STARTTLS where the server offers it, with any certificate), REQUIRED
         * (STARTTLS, or nothing is sent) or IMPLICIT (TLS from the first byte).
         */
        @WithDefault("OPPORTUNISTIC")
        Tls tls();

        /** The name in EHLO; default: the domain of {@code from}. */
        Optional<String> localhost();

        /**
         * Its share of the connections beside other servers; 0 to use it only where no other takes
         * mails.
         */
        @WithDefault("1")
        @Min(0)
        @Max(1_000)
        int weight();

        /** Longest wait for a connection. */
        @WithDefault("PT10S")
        @DurationMin(millis = 100)
        @DurationMax(minutes = 10)
        Duration connectTimeout();

        /** Longest wait for a reply. */
        @WithDefault("PT60S")
        @DurationMin(seconds = 1)
        @DurationMax(hours = 1)
        Duration timeout();
    }

    /** How the connection is encrypted. */
    enum Tls {
        NONE,
        /** STARTTLS where the server offers it, with any certificate: against listeners only. */
        OPPORTUNISTIC,
        /** STARTTLS with a certificate that is good for the host, or nothing is sent. */
        REQUIRED,
        /** TLS from the first byte, usually port 465, with a certificate good for the host. */
        IMPLICIT
    }
}
