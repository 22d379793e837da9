package org.papertide.notify.ranking;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Where ranking-service answers, which reads texts and searches. */
@ConfigMapping(prefix = "papertide.ranking-service")
public interface RankingServiceSettings {

    /** Its address; nothing that is due at an hour waits for it. */
    @WithDefault("http://localhost:8082")
    URI url();

    /** How long an answer is waited for. */
    @WithDefault("PT5S")
    @DurationMin(millis = 100)
    @DurationMax(minutes = 1)
    Duration timeout();
}
