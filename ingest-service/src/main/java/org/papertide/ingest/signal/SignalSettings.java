package org.papertide.ingest.signal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.Map;

/** Who may push signals. */
@ConfigMapping(prefix = "papertide.signals")
public interface SignalSettings {

    /**
     * Tokens by the name of the source that each may speak for, such as {@code likes}: small
     * letters, digits, dots, hyphens and underscores, at most 64; the operator may for all.
     */
    Map<@Pattern(regexp = SignalRequest.SOURCE) String, String> tokens();

    /** Most events in one request. */
    @WithDefault("10000")
    @Min(1)
    @Max(1_000_000)
    int maxEvents();

    /** Largest body of a request, in bytes. */
    @WithDefault("10485760") // 10 MiB
    @Min(1_024)
    @Max(1_073_741_824)
    int maxBytes();
}
