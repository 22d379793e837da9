package org.papertide.ingest.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How records get from the outbox to Kafka. */
@ConfigMapping(prefix = "papertide.outbox")
public interface OutboxSettings {

    /** How often to look for records that another replica's commit left, or that failed before. */
    @WithDefault("PT1S")
    @DurationMin(millis = 10)
    @DurationMax(hours = 1)
    Duration pollEvery();

    /** How many records are sent at once and then deleted. */
    @WithDefault("1000")
    @Min(1)
    @Max(100_000)
    int batchSize();

    /**
     * How long a record may take to be acknowledged before it counts as failed for now, 40 s at
     * most: after 60 s the database ends the transaction that waits for it.
     */
    @WithDefault("PT30S")
    @DurationMin(seconds = 1)
    @DurationMax(seconds = 40)
    Duration deliveryTimeout();
}
