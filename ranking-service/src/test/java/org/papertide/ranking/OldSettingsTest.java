package org.papertide.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.papertide.platform.settings.RenamedSettings;
import org.papertide.ranking.api.assistant.AssistantSettings;
import org.papertide.ranking.api.feed.HubSettings;
import org.papertide.ranking.api.http.ApiSettings;
import org.papertide.ranking.registry.RegistrySettings;

/** Installations that were set up before some settings got their present names. */
class OldSettingsTest {

    @Test
    void keepTheirNamesInFilesAndInTheEnvironment() {
        SmallRyeConfig config =
                new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .withInterceptors(new RenamedSettings())
                        .withMapping(ApiSettings.class)
                        .withMapping(AssistantSettings.class)
                        .withMapping(HubSettings.class)
                        .withMapping(RegistrySettings.class)
                        .withSources(
                                new PropertiesConfigSource(
                                        Map.of(
                                                "papertide.api.base-url", "http://localhost",
                                                "papertide.api.site-url", "http://localhost",
                                                "papertide.reading.live-clients", "7",
                                                "papertide.assistants.requests-per-minute", "9",
                                                "papertide.ranking.priors.learn-every", "P1D"),
                                        "file",
                                        250),
                                new EnvConfigSource(
                                        Map.of("PAPERTIDE_FEEDS_HUB", "https://hub.example/"), 300))
                        .build();

        assertThat(config.getConfigMapping(ApiSettings.class).liveClients()).isEqualTo(7);
        assertThat(config.getConfigMapping(AssistantSettings.class).requestsPerMinute())
                .isEqualTo(9);
        assertThat(config.getConfigMapping(HubSettings.class).hub())
                .contains(URI.create("https://hub.example/"));
        assertThat(config.getConfigMapping(RegistrySettings.class).learnEvery())
                .isEqualTo(Duration.ofDays(1));
    }
}
