package org.papertide.ranking.api.feed;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Feeds for readers who are not to ask again and again. */
@ConfigMapping(prefix = "papertide.api.feed")
public interface HubSettings {

    /**
     * A WebSub hub. Feeds then name it. The service notifies it when a feed that somebody fetched
     * within a day changes. Without it, feeds name none.
     */
    Optional<URI> hub();

    /** The hub hears of the same feed at most once in this time. */
    @WithDefault("PT5M")
    @DurationMin(seconds = 1)
    @DurationMax(days = 1)
    Duration pingEvery();
}
