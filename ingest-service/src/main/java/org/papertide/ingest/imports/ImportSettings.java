package org.papertide.ingest.imports;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How imports are taken. */
@ConfigMapping(prefix = "papertide.imports")
public interface ImportSettings {

    /** Records per transaction. */
    @WithDefault("500")
    int batchSize();

    /** How many reasons an answer lists; the rest is counted. */
    @WithDefault("20")
    int reasons();

    /** How long an import waits for a database that went away, before it gives up. */
    @WithDefault("PT2M")
    Duration databasePatience();
}
