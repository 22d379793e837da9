package org.papertide.ranking;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.papertide.ranking.stream.RankingSettings;

/** The service's settings where an operator set nothing. */
public final class DefaultSettings {

    private DefaultSettings() {}

    /** Settings with nothing but the defaults. */
    public static RankingSettings ranking() {
        return new SmallRyeConfigBuilder()
                .withMapping(RankingSettings.class)
                .withSources(
                        new PropertiesConfigSource(
                                Map.of(
                                        "papertide.ranking.application-id", "papertide.ranking",
                                        "papertide.ranking.state-dir", "/state"),
                                "file",
                                250))
                .build()
                .getConfigMapping(RankingSettings.class);
    }
}
