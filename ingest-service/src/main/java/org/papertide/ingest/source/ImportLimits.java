package org.papertide.ingest.source;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much of an input is read before it counts as an attack or a mistake. */
@ConfigMapping(prefix = "papertide.import-limits")
public interface ImportLimits {

    /** Most bytes of one input, unpacked. All of arXiv's metadata are about 5 GB. */
    @WithDefault("21474836480") // 20 GiB
    long maxBytes();

    /**
     * How many times its packed size an input may expand to. Listings reach 4 to 12; checked after
     * the first 8 MiB.
     */
    @WithDefault("100")
    int maxExpansion();
}
