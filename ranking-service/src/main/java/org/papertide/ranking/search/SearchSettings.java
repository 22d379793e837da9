package org.papertide.ranking.search;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** The index of papers, and searches in it. */
@ConfigMapping(prefix = "papertide.search")
public interface SearchSettings {

    /** Where the index is kept; if it is lost, it is rebuilt from Kafka. */
    Path directory();

    /** How often new papers are made to be found. */
    @WithDefault("PT1S")
    @DurationMin(millis = 10)
    @DurationMax(hours = 1)
    Duration refresh();

    /** How often the index is written to the disk for good; a restart reads what came after. */
    @WithDefault("PT1M")
    @DurationMin(seconds = 1)
    @DurationMax(days = 1)
    Duration commit();

    /** Megabytes of memory for papers that are not written yet. */
    @WithDefault("16")
    @Min(1)
    @Max(4_096)
    int bufferMegabytes();

    /** Most searches at a time; others wait. */
    @WithDefault("4")
    @Min(1)
    @Max(1_000)
    int concurrent();

    /** How long a search waits for others to end, until it is refused. */
    @WithDefault("PT2S")
    @DurationMin(nanos = 0)
    @DurationMax(minutes = 1)
    Duration patience();
}
