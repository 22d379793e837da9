package org.papertide.ingest.signal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How long signals are kept. */
@ConfigMapping(prefix = "papertide.signals")
public interface SignalRetentionSettings {

    /**
     * How long a signal is kept after it was taken and after it was observed; the last one per
     * paper, metric and source stays. A signal that comes again later than that is published again.
     */
    @WithDefault("P120D")
    @DurationMin(days = 1)
    @DurationMax(days = 36_500)
    Duration kept();

    /** How long the ids of pushed events are kept; an event sent again later counts again. */
    @WithDefault("P30D")
    @DurationMin(hours = 1)
    @DurationMax(days = 36_500)
    Duration eventsKept();
}
