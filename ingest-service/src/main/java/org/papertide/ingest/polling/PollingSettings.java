package org.papertide.ingest.polling;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Polling as a whole. */
@ConfigMapping(prefix = "papertide.source")
public interface PollingSettings {

    /** Polls no remote source at all. */
    @WithDefault("false")
    boolean offline();
}
