package org.papertide.notify.edition;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.papertide.notify.message.MailKind;

/** How late an edition may be. */
@ConfigMapping(prefix = "papertide.edition")
public interface EditionSettings {

    /** After downtime a daily slot is served if it is at most this old; an older one is skipped. */
    @WithDefault("PT8H")
    @DurationMin(nanos = 0)
    @DurationMax(days = 30)
    Duration dailyCatchUp();

    /**
     * After downtime a weekly slot is served if it is at most this old; an older one is skipped.
     */
    @WithDefault("PT48H")
    @DurationMin(nanos = 0)
    @DurationMax(days = 30)
    Duration weeklyCatchUp();

    /** How long a daily digest is tried to be delivered. */
    @WithDefault("PT20H")
    @DurationMin(minutes = 1)
    @DurationMax(days = 30)
    Duration dailyLifetime();

    /** How long a weekly digest is tried to be delivered. */
    @WithDefault("P3D")
    @DurationMin(minutes = 1)
    @DurationMax(days = 30)
    Duration weeklyLifetime();

    /** A breakout older than this mails nobody, and an alert is not delivered later. */
    @WithDefault("PT6H")
    @DurationMin(minutes = 1)
    @DurationMax(days = 30)
    Duration alertLifetime();

    /**
     * Most alerts to one reader in 24 hours; what is too much comes in a digest at the reader's
     * hour.
     */
    @WithDefault("10")
    @Min(0)
    @Max(10_000)
    int alertsPerReaderAndDay();

    /** How many candidates, best first, an edition chooses from. */
    @WithDefault("5000")
    @Min(1)
    @Max(1_000_000)
    int candidates();

    /** How old a slot of a digest may be. */
    default Duration catchUp(MailKind kind) {
        return switch (kind) {
            case DAILY -> dailyCatchUp();
            case WEEKLY -> weeklyCatchUp();
            case OPT_IN, WELCOME, ALERT, WEBHOOK_ENDED ->
                    throw new IllegalArgumentException(kind + " has no slots");
        };
    }

    /** How long a digest or an alert is tried to be delivered. */
    default Duration lifetime(MailKind kind) {
        return switch (kind) {
            case DAILY -> dailyLifetime();
            case WEEKLY -> weeklyLifetime();
            case ALERT -> alertLifetime();
            case OPT_IN, WELCOME, WEBHOOK_ENDED ->
                    throw new IllegalArgumentException(
                            kind + " lives as long as who sends it says");
        };
    }
}
