package org.papertide.ingest.signal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;

/** Who may push signals. */
@ConfigMapping(prefix = "papertide.signals")
public interface SignalSettings {

    /** Tokens by the name of the source that each may speak for; the operator may for all. */
    Map<String, String> tokens();

    /** Most events in one request. */
    @WithDefault("10000")
    int maxEvents();

    /** Largest body of a request, in bytes. */
    @WithDefault("10485760") // 10 MiB
    int maxBytes();
}
