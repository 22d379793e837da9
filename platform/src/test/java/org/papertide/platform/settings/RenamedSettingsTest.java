package org.papertide.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;

class RenamedSettingsTest {

    @Test
    void findsAnOldNameUnderTheNewOne() {
        SmallRyeConfig config = config(file(250, "old.pause", "PT1S"));
        assertThat(config.getConfigValue("fresh.delay").getValue()).isEqualTo("PT1S");
        List<String> names = new ArrayList<>();
        config.getPropertyNames().forEach(names::add);
        assertThat(names).contains("fresh.delay").doesNotContain("old.pause");
    }

    @Test
    void prefersTheNewNameAmongEquals() {
        SmallRyeConfig config =
                config(
                        new PropertiesConfigSource(
                                Map.of("old.pause", "PT1S", "fresh.delay", "PT2S"), "file", 250));
        assertThat(config.getConfigValue("fresh.delay").getValue()).isEqualTo("PT2S");
    }

    @Test
    void prefersTheOldNameOfAStrongerSource() {
        SmallRyeConfig config =
                config(
                        file(250, "fresh.delay", "PT2S"),
                        new EnvConfigSource(Map.of("OLD_PAUSE", "PT1S"), 300));
        assertThat(config.getConfigValue("fresh.delay").getValue()).isEqualTo("PT1S");
    }

    @Test
    void renamesAllThatBeginAlike() {
        SmallRyeConfig config = config(file(250, "web.timeout", "PT1S"));
        assertThat(config.getConfigValue("client.timeout").getValue()).isEqualTo("PT1S");
        assertThat(config.getConfigValue("client.other").getValue()).isNull();
    }

    @Test
    void findsEachOfSeveralOldNames() {
        assertThat(
                        config(file(250, "older.pause", "PT1S"))
                                .getConfigValue("fresh.delay")
                                .getValue())
                .isEqualTo("PT1S");
        SmallRyeConfig both =
                config(
                        file(250, "old.pause", "PT2S"),
                        new EnvConfigSource(Map.of("OLDER_PAUSE", "PT1S"), 300));
        assertThat(both.getConfigValue("fresh.delay").getValue()).isEqualTo("PT1S");
    }

    /** A room that was renamed, and another one that moved into it. */
    @Test
    void goesByTheLongestNameThatFits() {
        SmallRyeConfig config =
                config(file(250, "cables.length", "9"), file(250, "web.timeout", "PT1S"));
        assertThat(config.getConfigValue("client.cable.length").getValue()).isEqualTo("9");
        List<String> names = new ArrayList<>();
        config.getPropertyNames().forEach(names::add);
        assertThat(names).contains("client.cable.length", "client.timeout");
    }

    private static ConfigSource file(int ordinal, String name, String value) {
        return new PropertiesConfigSource(Map.of(name, value), "file", ordinal);
    }

    private static SmallRyeConfig config(ConfigSource... sources) {
        return new SmallRyeConfigBuilder()
                .withInterceptors(
                        new RenamedSettings(
                                Map.of(
                                        "older.pause", "fresh.delay",
                                        "old.pause", "fresh.delay",
                                        "cables.", "client.cable.",
                                        "web.", "client.")))
                .withSources(sources)
                .build();
    }
}
