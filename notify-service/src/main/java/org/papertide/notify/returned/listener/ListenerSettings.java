package org.papertide.notify.returned.listener;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Returned mail by SMTP or LMTP. */
@ConfigMapping(prefix = "papertide.returned.smtp")
public interface ListenerSettings {

    /** Where it listens; default: it does not. */
    @Min(1)
    @Max(65_535)
    OptionalInt port();

    /** SMTP, or LMTP, in which each recipient of a mail is answered. */
    @WithDefault("SMTP")
    Protocol protocol();

    /**
     * Offers STARTTLS with the certificate of this TLS configuration of Quarkus ({@code
     * quarkus.tls.NAME.key-store…}); default: no TLS.
     */
    Optional<String> tls();

    /** The address that it listens on. */
    @WithDefault("0.0.0.0")
    String host();

    /** Connections at once, and half as many from one address; a further one is answered 421. */
    @WithDefault("50")
    @Min(1)
    @Max(10_000)
    int connections();

    /** Recipients of one mail; a bounce has one. */
    @WithDefault("10")
    @Min(1)
    @Max(1_000)
    int recipients();

    /** The largest mail, in bytes. */
    @WithDefault("10485760")
    @Min(10_000)
    @Max(100_000_000)
    int bytes();

    /** How long a connection may say nothing. */
    @WithDefault("PT60S")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 1)
    Duration idle();

    /** How long a connection may last at all. */
    @WithDefault("PT10M")
    @DurationMin(seconds = 1)
    @DurationMax(days = 1)
    Duration longest();

    /** How mails are handed over. */
    enum Protocol {
        /** RFC 5321. */
        SMTP,
        /** RFC 2033. */
        LMTP
    }
}
