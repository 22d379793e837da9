package org.papertide.ingest.source;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** How much of an input is read before it counts as an attack or a mistake. */
@ConfigMapping(prefix = "papertide.import-limits")
public interface ImportLimits {

    /** Most bytes of one input, unpacked. All of arXiv's metadata are about 5 GB. */
    @WithDefault("21474836480") // 20 GiB
    @Min(1_024)
    @Max(1_125_899_906_842_624L)
    long maxBytes();

    /**
     * How many times its packed size an input may expand to. Listings reach 4 to 12; checked after
     * the first 8 MiB.
     */
    @WithDefault("100")
    @Min(1)
    @Max(100_000)
    int maxExpansion();
}
