package org.papertide.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of Prometheus: what they name is there, and each alert fires when it should. */
class RulesTest {

    private static final Path RULES = Deploy.OBSERVABILITY.resolve("rules");
    private static final Path TESTS = Deploy.OBSERVABILITY.resolve("rules-tests");
    private static final String PAGE = "deploy/runbooks/alerts.md";
    private static final List<String> PARTS =
            List.of("**Meaning.**", "**Impact.**", "**Diagnosis.**", "**Mitigation.**");

    private static List<JsonNode> alerts() {
        List<JsonNode> alerts = new ArrayList<>();
        for (Path file : Deploy.files(RULES, ".yaml")) {
            Deploy.yaml(file)
                    .path("groups")
                    .forEach(group -> group.path("rules").forEach(alerts::add));
        }
        return alerts;
    }

    private static List<String> names() {
        return alerts().stream().map(alert -> alert.path("alert").asText()).toList();
    }

    @Test
    void haveNamesThatAreUnique() {
        assertThat(names())
                .hasSizeGreaterThan(20)
                .doesNotHaveDuplicates()
                .allMatch(name -> !name.isEmpty());
    }

    @Test
    void nameOnlyMetricsThatTheServicesTell() {
        Set<String> known = Deploy.metrics();
        for (JsonNode alert : alerts()) {
            assertThat(Query.metrics(alert.path("expr").asText()))
                    .as(alert.path("alert").asText())
                    .isNotEmpty()
                    .isSubsetOf(known);
        }
    }

    @Test
    void sayHowBadItIsAndWhatToDo() {
        for (JsonNode alert : alerts()) {
            String name = alert.path("alert").asText();
            assertThat(alert.path("labels").path("severity").asText())
                    .as("severity of %s", name)
                    .isIn("critical", "warning");
            JsonNode annotations = alert.path("annotations");
            assertThat(annotations.path("summary").asText())
                    .as(name)
                    .isNotEmpty()
                    .doesNotEndWith(".");
            assertThat(annotations.path("description").asText()).as(name).endsWith(".");
            assertThat(annotations.path("runbook_url").asText())
                    .as("runbook of %s", name)
                    .isEqualTo(PAGE + "#" + name.toLowerCase(Locale.ROOT));
        }
    }

    /** One alert, one section of the page; and no section of an alert that has gone. */
    @Test
    void haveASectionOfTheRunbookEach() {
        String page = Deploy.text(Deploy.ROOT.resolve(PAGE));
        List<String> sections = List.of(page.split("(?m)^## ", -1));
        assertThat(sections.stream().skip(1).map(section -> section.lines().findFirst().orElse("")))
                .containsExactlyInAnyOrderElementsOf(names());
        for (String section : sections.subList(1, sections.size())) {
            assertThat(section).contains(PARTS);
        }
    }

    @Test
    void haveATestThatFiresAndOneThatDoesNot() {
        Set<String> fires = new HashSet<>();
        Set<String> stays = new HashSet<>();
        for (Path file : Deploy.files(TESTS, ".yaml")) {
            for (JsonNode test : Deploy.yaml(file).path("tests")) {
                for (JsonNode each : test.path("alert_rule_test")) {
                    (each.path("exp_alerts").isEmpty() ? stays : fires)
                            .add(each.path("alertname").asText());
                }
            }
        }
        assertThat(fires).as("fire").containsExactlyInAnyOrderElementsOf(names());
        assertThat(stays).as("stay").containsExactlyInAnyOrderElementsOf(names());
    }

    @Test
    void passPromtool() throws Exception {
        assertPromtool("check rules", RULES);
        assertPromtool("test rules", TESTS);
    }

    private static void assertPromtool(String command, Path folder) throws Exception {
        Optional<Path> promtool =
                Stream.of(System.getenv("PATH").split(":", -1))
                        .map(directory -> Path.of(directory, "promtool"))
                        .filter(file -> file.toFile().canExecute())
                        .findFirst();
        assumeThat(promtool)
                .as("promtool (Debian's package prometheus) is not here: rules are not tried")
                .isPresent();
        List<String> line = new ArrayList<>(List.of(promtool.orElseThrow().toString()));
        line.addAll(List.of(command.split(" ", -1)));
        Deploy.files(folder, ".yaml").forEach(file -> line.add(file.toAbsolutePath().toString()));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    @Test
    void findsTheMetricsOfAnExpression() {
        assertThat(
                        Query.metrics(
                                "histogram_quantile(0.95, sum by (le) (rate(a_bucket{kind=\"b\"}[15m])))"
                                        + " > 300 and max(c) by (job) == on (job) group_left (d) e"))
                .containsExactly("a_bucket", "c", "e");
        assertThat(Query.metrics("up{job=~\"x|y\"} == 0")).containsExactly("up");
        assertThat(Query.metrics("a >= a offset 30m")).containsExactly("a");
    }
}
