package org.papertide.ranking.registry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where priors come from. */
@ConfigMapping(prefix = "papertide.ranking.priors")
public interface RegistrySettings {

    /** A priors file instead of the one that the service ships; the start fails if it is none. */
    Optional<Path> file();

    /** How long after the last announcement the stream teaches new ones, for trial; 0 is never. */
    @WithDefault("P30D")
    Duration learnEvery();
}
