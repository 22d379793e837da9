package org.papertide.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.papertide.ingest.polling.PollingSettings;
import org.papertide.ingest.signal.SignalRetentionSettings;
import org.papertide.ingest.source.ImportLimits;
import org.papertide.ingest.source.fetch.HttpClientSettings;
import org.papertide.platform.settings.RenamedSettings;

/** Installations that were set up before some settings got their present names. */
class OldSettingsTest {

    @Test
    void keepTheirNamesInFilesAndInTheEnvironment() {
        SmallRyeConfig config =
                new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .withInterceptors(new RenamedSettings())
                        .withMapping(HttpClientSettings.class)
                        .withMapping(ImportLimits.class)
                        .withMapping(PollingSettings.class)
                        .withMapping(SignalRetentionSettings.class)
                        .withSources(
                                new PropertiesConfigSource(
                                        Map.of(
                                                "papertide.web.timeout", "PT7S",
                                                "papertide.listing.max-expansion", "9",
                                                "papertide.catalogue.readings-kept", "P90D",
                                                "papertide.catalogue.events-kept", "P7D"),
                                        "file",
                                        250),
                                new EnvConfigSource(
                                        Map.of("PAPERTIDE_SOURCES_OFFLINE", "true"), 300))
                        .build();

        assertThat(config.getConfigMapping(HttpClientSettings.class).timeout())
                .isEqualTo(Duration.ofSeconds(7));
        assertThat(config.getConfigMapping(ImportLimits.class).maxExpansion()).isEqualTo(9);
        assertThat(config.getConfigMapping(PollingSettings.class).offline()).isTrue();
        SignalRetentionSettings retention = config.getConfigMapping(SignalRetentionSettings.class);
        assertThat(retention.kept()).isEqualTo(Duration.ofDays(90));
        assertThat(retention.eventsKept()).isEqualTo(Duration.ofDays(7));
    }
}
