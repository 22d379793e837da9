package org.papertide.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.papertide.testing.Checkout;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Rules for the compose file that need no engine. */
class ComposeFileTest {

    private static final Path FOLDER = Checkout.root().resolve("deploy/compose");
    private static final Set<String> OURS = Set.of("notify", "ingest", "ranking");

    private String text = "";
    private Map<String, Map<String, Object>> services = Map.of();
    private Map<String, Object> file = Map.of();

    @BeforeEach
    void read() throws IOException {
        text = Files.readString(FOLDER.resolve("compose.yaml"));
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        file = new Yaml(new SafeConstructor(options)).load(text);
        services = map(file.get("services"));
    }

    @Test
    void everyServiceRestartsIsBoundedAndAskedForItsHealth() {
        services.forEach((name, service) -> {
            assertThat(service.get("restart")).as(name).isEqualTo("unless-stopped");
            assertThat(service)
                    .as(name)
                    .containsKeys("logging", "networks", "mem_limit", "healthcheck");
            assertThat((String) service.get("image"))
                    .as(name)
                    .contains(":")
                    .doesNotEndWith("latest");
        });
    }

    @Test
    void ourServicesAreHardened() {
        for (String name : OURS) {
            assertThat(services.get(name))
                    .as(name)
                    .containsEntry("read_only", true)
                    .containsEntry("cap_drop", List.of("ALL"))
                    .containsEntry("security_opt", List.of("no-new-privileges:true"))
                    .doesNotContainKeys("ports", "privileged", "user");
        }
    }

    @Test
    void onlyTheProxyListensOutsideOfTheMachine() {
        services.forEach((name, service) -> {
            if (!name.equals("proxy")) {
                assertThat((List<?>) service.getOrDefault("ports", List.of()))
                        .as(name)
                        .allMatch(port -> port.toString().startsWith("127.0.0.1:"));
            }
        });
    }

    @Test
    void everySecretAndVolumeThatIsUsedIsThere() {
        Set<String> secrets = map(file.get("secrets")).keySet();
        Set<String> volumes = map(file.get("volumes")).keySet();
        services.forEach((name, service) -> {
            assertThat(secretsOf(service)).as(name).isSubsetOf(secrets);
            assertThat(list(service.get("volumes")))
                    .as(name)
                    .allMatch(volume ->
                            volume.startsWith("./")
                                    || volumes.contains(volume.substring(0, volume.indexOf(':'))));
        });
    }

    /** Of every variable without a default, prepare writes a value. */
    @Test
    void prepareGivesEveryVariable() throws IOException {
        Set<String> wanted =
                Pattern.compile("(?<!\\$)\\$\\{([A-Z_]+)}")
                        .matcher(text)
                        .results()
                        .map(match -> match.group(1))
                        .collect(Collectors.toCollection(TreeSet::new));
        String prepare = Files.readString(FOLDER.resolve("prepare"));

        assertThat(wanted).isNotEmpty().allMatch(name -> prepare.contains("\n" + name + "="));
    }

    /** A setting with another name would say nothing, and do nothing. */
    @Test
    void everySettingIsOne() throws IOException {
        Set<String> known = knownSettings();
        for (String name : OURS) {
            assertThat(map(map(services.get(name)).get("environment")).keySet())
                    .as(name)
                    .filteredOn(setting -> setting.startsWith("PAPERTIDE_"))
                    .isSubsetOf(known);
        }
    }

    /** What an operator adds to it: settings that are some, and ports of this machine alone. */
    @Test
    void returnedMailsComeByAPortOfThisMachine() throws IOException {
        Map<String, Object> added =
                new Yaml(new SafeConstructor(new LoaderOptions()))
                        .load(Files.readString(FOLDER.resolve("returned.yaml")));
        Map<String, Map<String, Object>> changed = map(added.get("services"));
        assertThat(changed).containsOnlyKeys("notify");
        Map<String, Object> notify = map(changed.get("notify"));
        Map<String, Object> environment = map(notify.get("environment"));
        assertThat(environment.keySet()).isSubsetOf(knownSettings());
        assertThat(list(notify.get("ports")))
                .containsExactly(
                        "${PAPERTIDE_RETURNED:-127.0.0.1:2525}:"
                                + environment.get("PAPERTIDE_RETURNED_SMTP_PORT"));
    }

    private static Set<String> knownSettings() throws IOException {
        return Files.readString(Checkout.root().resolve("docs/settings.md"))
                .lines()
                .filter(line -> line.startsWith("| `papertide."))
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .map(name -> name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static Set<String> secretsOf(Map<String, Object> service) {
        Collection<?> used = (Collection<?>) service.getOrDefault("secrets", List.of());
        return used.stream()
                .map(secret ->
                        secret instanceof Map<?, ?> named
                                ? String.valueOf(named.get("source"))
                                : secret.toString())
                .collect(Collectors.toSet());
    }

    private static List<String> list(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(Object::toString).toList()
                : List.of();
    }

    @SuppressWarnings("unchecked")
    private static <T> Map<String, T> map(@Nullable Object value) {
        return (Map<String, T>) Objects.requireNonNull(value);
    }
}
