package org.papertide.notify.traffic;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How fast mails go to one group of receiving domains. */
@ConfigMapping(prefix = "papertide.traffic")
public interface TrafficSettings {

    /**
     * Whether the DNS is asked for the MX hosts of receiving domains, so that limits count for all
     * domains of a provider together. Without, and until it has answered, each domain counts alone,
     * but for those that the rules name.
     */
    @WithDefault("true")
    boolean groupByMx();

    /** Longest wait for an answer of the DNS; no mail waits for it. */
    @WithDefault("PT5S")
    @DurationMin(millis = 10)
    @DurationMax(minutes = 1)
    Duration dnsTimeout();

    /**
     * Mails of this process that may be under way to one group at once: one or two per connection.
     * Default: no limit beside those that the rules give a receiver. Replicas do not know each
     * other: divide what a receiver allows by their number.
     */
    @Min(1)
    @Max(100_000)
    OptionalInt connections();

    /**
     * Mails of this process to one group in a minute; default: no limit, as above. Divide it by the
     * number of replicas.
     */
    @Min(1)
    @Max(1_000_000)
    OptionalInt perMinute();

    /** Pause of a group that refuses by policy; doubled with each further refusal. */
    @WithDefault("PT10M")
    @DurationMin(seconds = 1)
    @DurationMax(days = 1)
    Duration pause();

    /** Longest pause of a group that refuses by policy. */
    @WithDefault("PT4H")
    @DurationMin(seconds = 1)
    @DurationMax(days = 7)
    Duration pauseMost();

    /** After how long without a refusal a slowed group is allowed a step more. */
    @WithDefault("PT30S")
    @DurationMin(millis = 100)
    @DurationMax(days = 1)
    Duration raiseAfter();

    /**
     * A file with rules of the operator, as JSON; they come before ours. See the README of notify.
     */
    Optional<Path> rulesFile();
}
