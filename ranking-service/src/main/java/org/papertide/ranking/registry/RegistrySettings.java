package org.papertide.ranking.registry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Where models come from. */
@ConfigMapping(prefix = "papertide.registry")
public interface RegistrySettings {

    /** A model file instead of the shipped one; the start fails if it cannot be read. */
    Optional<Path> file();

    /** How long after the last announcement a model is fitted to the stream; 0 is never. */
    @WithDefault("P30D")
    @DurationMin(nanos = 0)
    @DurationMax(days = 36_500)
    Duration learnEvery();
}
