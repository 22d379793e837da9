package org.papertide.ingest.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How records get from the outbox to Kafka. */
@ConfigMapping(prefix = "papertide.outbox")
public interface OutboxSettings {

    /** How often to look for records that another replica's commit left, or that failed before. */
    @WithDefault("PT1S")
    Duration pollEvery();

    /** How many records are sent at once and then deleted. */
    @WithDefault("1000")
    int batchSize();

    /** How long a record may take to be acknowledged before it counts as failed for now. */
    @WithDefault("PT30S")
    Duration deliveryTimeout();
}
