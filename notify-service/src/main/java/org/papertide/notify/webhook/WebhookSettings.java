package org.papertide.notify.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Who may have webhooks, what may be called, and how often. */
@ConfigMapping(prefix = "papertide.webhooks")
public interface WebhookSettings {

    /** Whether anybody may create webhooks; else only whoever has the operator token. */
    @WithDefault("false")
    boolean open();

    /**
     * Addresses and networks that may be called though they are not public, such as {@code
     * 10.1.2.0/24}. Without it no private, loopback or link-local address is called.
     */
    Optional<List<String>> allowedNetworks();

    /** Whether webhooks may have {@code http} addresses; else only {@code https}. */
    @WithDefault("false")
    boolean plainHttp();

    /** Most webhooks of one owner. */
    @WithDefault("100")
    @Min(1)
    @Max(1_000_000)
    int perOwner();

    /** How long one request may take in all, whatever the receiver does. */
    @WithDefault("PT20S")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 5)
    Duration timeout();

    /** Requests at the same time. */
    @WithDefault("500")
    @Min(1)
    @Max(10_000)
    int connections();

    /** Requests at the same time to one host, and to one of its ports; fewer while that fails. */
    @WithDefault("32")
    @Min(1)
    @Max(1_000)
    int connectionsPerReceiver();

    /**
     * Pauses after the first failed attempt, the second and so on, with jitter of a fifth; the last
     * is repeated until the edition of the event ends.
     */
    @WithDefault("PT5S,PT5M,PT30M,PT2H,PT5H,PT10H,PT14H,PT20H,PT24H")
    @Size(min = 1, max = 100)
    List<@DurationMin(millis = 100) @DurationMax(days = 7) Duration> retries();

    /**
     * A webhook is ended after so long without a success, if calls failed on three days at least,
     * and its owner gets a mail.
     */
    @WithDefault("P5D")
    @DurationMin(minutes = 1)
    @DurationMax(days = 365)
    Duration endAfter();

    /** For how long the secret before signs as well, after a rotation. */
    @WithDefault("PT24H")
    @DurationMin(seconds = 1)
    @DurationMax(days = 365)
    Duration rotation();

    /**
     * Formats of the operator's: a name and the file of a Qute template. A file that ends with
     * {@code .json} gives JSON, any other plain text. Each is tried at the start.
     */
    Map<String, Path> templates();
}
