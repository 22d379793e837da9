package org.papertide.ranking.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** What readers are given. */
@ConfigMapping(prefix = "papertide.reading")
public interface ReadingSettings {

    /**
     * This service as its readers reach it, of which feeds say where they are to be had. Not what a
     * request says: one with a stranger's host would put it into the copies of caches.
     */
    URI baseUrl();

    /** The site, to which feeds link. */
    URI siteUrl();

    /** Most clients that live changes are sent to at a time. */
    @WithDefault("1000")
    int liveClients();

    /** After this long without a change a client is sent a sign of life. */
    @WithDefault("PT15S")
    Duration heartbeat();

    /** A client that has not taken a change for this long is let go. */
    @WithDefault("PT30S")
    Duration sendTimeout();
}
