package org.papertide.ingest.imports;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How imports are taken. */
@ConfigMapping(prefix = "papertide.imports")
public interface ImportSettings {

    /** Records per transaction. */
    @WithDefault("500")
    @Min(1)
    @Max(10_000)
    int batchSize();

    /** How many reasons an answer lists; the rest is counted. */
    @WithDefault("20")
    @Min(0)
    @Max(10_000)
    int reasons();

    /** How long an import waits for a database that went away, before it gives up. */
    @WithDefault("PT2M")
    @DurationMin(nanos = 0)
    @DurationMax(days = 1)
    Duration databasePatience();
}
