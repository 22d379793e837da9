package org.papertide.testing.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.papertide.testing.Checkout;

/**
 * Keeps {@code docs/settings.md} equal to the settings that the sources declare. Written anew with
 * {@code ./mvnw test -pl deploy/testing -am -Dpapertide.write-documents=true}.
 */
class SettingsDocumentTest {

    private static final Path DOCUMENT = Checkout.root().resolve("docs/settings.md");
    private static final String GENERATED =
            "<!-- From here on generated from the sources; see SettingsDocumentTest. -->\n";
    private static final List<String> SERVICES =
            List.of("ingest-service", "ranking-service", "notify-service");
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([^:{}]+)(?::([^{}]*))?}");

    @Test
    void agreesWithTheSources() throws IOException {
        String document = Files.readString(DOCUMENT);
        int cut = document.indexOf(GENERATED);
        assertThat(cut).as("the line that divides %s", DOCUMENT).isNotNegative();
        String expected = document.substring(0, cut) + GENERATED + generated();
        if (Boolean.getBoolean("papertide.write-documents")) {
            Files.writeString(DOCUMENT, expected);
            return;
        }
        assertThat(document)
                .as(
                        "docs/settings.md; write it anew with"
                                + " ./mvnw test -pl deploy/testing -am"
                                + " -Dpapertide.write-documents=true")
                .isEqualTo(expected);
    }

    /** A value for a setting that nothing reads any more is a trap for operators. */
    @Test
    void givesNoValueToASettingThatNobodyReads() throws IOException {
        List<String> shared = names(SettingsInSources.of(sources("platform")));
        for (String service : SERVICES) {
            List<String> own = names(SettingsInSources.of(sources(service)));
            assertThat(values(service).stringPropertyNames())
                    .as("%s/src/main/resources/application.properties", service)
                    .filteredOn(name -> name.startsWith("papertide."))
                    .allMatch(name -> shared.contains(name) || own.contains(name));
        }
    }

    /** An empty meaning, or one that is the setting's own name, tells an operator nothing. */
    @Test
    void saysOfEachSettingWhatItMeans() throws IOException {
        for (String module :
                List.of("platform", "ingest-service", "ranking-service", "notify-service")) {
            assertThat(SettingsInSources.of(sources(module)))
                    .isNotEmpty()
                    .allSatisfy(setting ->
                            assertThat(setting.meaning())
                                    .as(setting.name())
                                    .isNotBlank()
                                    .doesNotContain("`" + setting.name() + "`"));
        }
    }

    @Test
    void derivesNamesAsSmallRyeDoes() {
        assertThat(SettingsInSources.kebab("topicPrefix")).isEqualTo("topic-prefix");
        assertThat(SettingsInSources.kebab("every")).isEqualTo("every");
    }

    private static String generated() throws IOException {
        StringBuilder text = new StringBuilder();
        List<Setting> shared = new ArrayList<>(SettingsInSources.of(sources("platform")));
        Properties defaults =
                load("platform/src/main/resources/META-INF/microprofile-config.properties");
        shared.replaceAll(setting -> withValue(setting, defaults));
        Map<String, Properties> ofServices = new LinkedHashMap<>();
        for (String service : SERVICES) {
            ofServices.put(service.replace("-service", ""), values(service));
        }
        shared.replaceAll(setting -> withValues(setting, ofServices));
        append(text, "All services", shared);
        for (String service : SERVICES) {
            Properties values = values(service);
            List<Setting> settings =
                    SettingsInSources.of(sources(service)).stream()
                            .map(setting -> withValue(setting, values))
                            .toList();
            append(text, service.replace("-service", ""), settings);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String title, List<Setting> settings) {
        text.append("\n## ").append(title).append("\n\n| setting | default | meaning |\n");
        text.append("| --- | --- | --- |\n");
        settings.forEach(setting -> text.append(setting.row()).append('\n'));
    }

    /** Of services that differ, each with its own. */
    private static Setting withValues(Setting setting, Map<String, Properties> services) {
        Map<String, String> own = new LinkedHashMap<>();
        services.forEach((service, values) -> {
            String value = values.getProperty(setting.name());
            if (value != null) {
                own.put(service, resolved(value, values));
            }
        });
        if (own.isEmpty()) {
            return setting;
        }
        String all =
                own.values().stream().distinct().count() == 1
                        ? own.values().iterator().next()
                        : own.entrySet().stream()
                                .map(each -> each.getKey() + ": " + each.getValue())
                                .collect(Collectors.joining("; "));
        return setting.withInitial(Optional.of(all).filter(value -> !value.isEmpty()));
    }

    private static Setting withValue(Setting setting, Properties values) {
        String value = values.getProperty(setting.name());
        return value == null
                ? setting
                : setting.withInitial(
                        Optional.of(resolved(value, values)).filter(text -> !text.isEmpty()));
    }

    /** With expressions replaced by what they are where nothing else is set. */
    private static String resolved(String value, Properties values) {
        Matcher expression = EXPRESSION.matcher(value);
        if (!expression.find()) {
            return value;
        }
        String fallback = expression.group(2);
        String name = expression.group(1);
        String there = values.getProperty(name, fallback == null ? "<" + name + ">" : fallback);
        return resolved(
                value.substring(0, expression.start()) + there + value.substring(expression.end()),
                values);
    }

    private static List<String> names(List<Setting> settings) {
        return settings.stream().map(Setting::name).toList();
    }

    private static Path sources(String module) {
        return Checkout.root().resolve(module).resolve("src/main/java");
    }

    private static Properties values(String service) throws IOException {
        return load(service + "/src/main/resources/application.properties");
    }

    private static Properties load(String file) throws IOException {
        Properties values = new Properties();
        try (Reader reader = Files.newBufferedReader(Checkout.root().resolve(file))) {
            values.load(reader);
        }
        return values;
    }
}
