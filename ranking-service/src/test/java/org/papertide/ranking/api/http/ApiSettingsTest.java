package org.papertide.ranking.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.papertide.platform.settings.RenamedSettings;

class ApiSettingsTest {

    private static ApiSettings read(Map<String, String> given) {
        SmallRyeConfig config =
                new SmallRyeConfigBuilder()
                        .withMapping(ApiSettings.class)
                        .withInterceptors(new RenamedSettings())
                        .withSources(new PropertiesConfigSource(given, "test", 100))
                        .build();
        return config.getConfigMapping(ApiSettings.class);
    }

    @Test
    void hasDefaults() {
        ApiSettings settings =
                read(
                        Map.of(
                                "papertide.api.base-url", "https://api.example",
                                "papertide.api.site-url", "https://example"));

        assertThat(settings.liveClients()).isEqualTo(1000);
        assertThat(settings.liveClientsPerAddress()).isEqualTo(50);
        assertThat(settings.heartbeat()).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.sendTimeout()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void isReadUnderItsOldNames() {
        ApiSettings settings =
                read(
                        Map.of(
                                "papertide.reading.base-url", "https://api.example",
                                "papertide.reading.site-url", "https://example",
                                "papertide.reading.live-clients", "7",
                                "papertide.reading.heartbeat", "PT1S"));

        assertThat(settings.baseUrl()).isEqualTo(URI.create("https://api.example"));
        assertThat(settings.siteUrl()).isEqualTo(URI.create("https://example"));
        assertThat(settings.liveClients()).isEqualTo(7);
        assertThat(settings.heartbeat()).isEqualTo(Duration.ofSeconds(1));
    }
}
