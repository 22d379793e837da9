package org.papertide.ingest.source.fetch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How this service presents itself and how long it waits. */
@ConfigMapping(prefix = "papertide.http-client")
public interface HttpClientSettings {

    /** What sources see; an operator sets it to say how to reach them. */
    @WithDefault("Papertide/0.1 (notifier of research papers)")
    String userAgent();

    /** To reach the other side. */
    @WithDefault("PT10S")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 10)
    Duration connectTimeout();

    /** For a whole answer; arXiv may think for half a minute before it says no. */
    @WithDefault("PT90S")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 1)
    Duration timeout();

    /** Largest answer, in bytes as they come. */
    @WithDefault("33554432") // 32 MiB
    @Min(1_024)
    @Max(1_073_741_824)
    long maxBytes();
}
