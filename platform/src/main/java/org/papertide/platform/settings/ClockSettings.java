package org.papertide.platform.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The services' time. */
@ConfigMapping(prefix = "papertide.clock")
public interface ClockSettings {

    /** How far the clock is ahead of the machine's; negative to replay recorded days. */
    @WithDefault("PT0S")
    Duration offset();
}
