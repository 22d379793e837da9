package org.papertide.notify.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** When an alarm is raised about the mail. */
@ConfigMapping(prefix = "papertide.alarm")
public interface AlarmSettings {

    /**
     * Complaints per 100,000 accepted mails, of all or of one big receiver, from which on it is an
     * alarm; from the third complaint on. Gmail and Yahoo want fewer than 100.
     */
    @WithDefault("80")
    @Min(1)
    @Max(100_000)
    int complaints();

    /** How far back complaints and accepted mails count. */
    @WithDefault("P7D")
    @DurationMin(days = 1)
    @DurationMax(days = 90)
    Duration complaintsWithin();

    /** How long after its end an edition may stay open. */
    @WithDefault("PT15M")
    @DurationMin(minutes = 1)
    @DurationMax(days = 30)
    Duration editionLate();
}
