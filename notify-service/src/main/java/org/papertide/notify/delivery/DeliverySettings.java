package org.papertide.notify.delivery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.papertide.notify.message.MailKind;

/** How mails are claimed, sent and tried again. */
@ConfigMapping(prefix = "papertide.delivery")
public interface DeliverySettings {

    /** Connections of this process to the SMTP server. */
    @WithDefault("2")
    @Min(0)
    @Max(1_000)
    int connections();

    /** Mails claimed at once by a connection. */
    @WithDefault("100")
    @Min(1)
    @Max(10_000)
    int batch();

    /** How long a claim is good without a sign of life: what a killed worker's mails wait. */
    @WithDefault("PT20S")
    @DurationMin(seconds = 1)
    @DurationMax(days = 1)
    Duration lease();

    /** How often an idle connection looks for mails that another process planned. */
    @WithDefault("PT1S")
    @DurationMin(millis = 10)
    @DurationMax(hours = 1)
    Duration poll();

    /** Pause before the second attempt; doubled with each, with jitter of a quarter. */
    @WithDefault("PT30S")
    @DurationMin(seconds = 1)
    @DurationMax(days = 1)
    Duration retryBase();

    /** Longest pause between two attempts. */
    @WithDefault("PT30M")
    @DurationMin(seconds = 1)
    @DurationMax(days = 7)
    Duration retryMost();

    /**
     * Per kind of mail ({@code opt-in}, {@code welcome}, {@code alert}, {@code daily}, {@code
     * weekly}, {@code webhook-ended}): whether a mail that nobody knows the fate of is sent again.
     * Default: all but welcome.
     */
    Map<String, Boolean> sendAgain();

    /** Whether an uncertain mail of this kind is sent again. */
    default boolean sendsAgain(MailKind kind) {
        return sendAgain().getOrDefault(kind.wireName(), kind.sentAgain());
    }
}
