package org.papertide.ranking;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What time it is. */
@ConfigMapping(prefix = "papertide.clock")
public interface ClockSettings {

    /** What the services' clock is ahead of the machine's; negative to replay recorded days. */
    @WithDefault("PT0S")
    Duration offset();
}
