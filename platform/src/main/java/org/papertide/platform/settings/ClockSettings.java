package org.papertide.platform.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** The services' time. */
@ConfigMapping(prefix = "papertide.clock")
public interface ClockSettings {

    /** How far the clock is ahead of the machine's; negative to replay recorded days. */
    @WithDefault("PT0S")
    @DurationMin(days = -36_500)
    @DurationMax(days = 36_500)
    Duration offset();
}
