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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.papertide.local.supervisor.Service;

/** The rules of Prometheus: what they name is there, and each alert fires when it should. */
class RulesTest {

    private static final Path RULES = Deploy.OBSERVABILITY.resolve("rules");
    private static final Path TESTS = Deploy.OBSERVABILITY.resolve("rules-tests");
    private static final Path COMPOSE = Deploy.ROOT.resolve("deploy/compose");
    private static final String PAGE = "deploy/runbooks/alerts.md";

    /** A metric that is not the product's own, and its labels. */
    private static final Pattern FOREIGN =
            Pattern.compile(
                    "\\b(?:up|(?:process|jvm|http_server|kubelet|cnpg_pg|barman|kafka)_[a-z_]+)\\b"
                            + "(?:\\{([^}]*)})?");

    /** A label that only what is ours has so. */
    private static final Pattern OWNER =
            Pattern.compile("\\b(?:job|cnpg_io_cluster|persistentvolumeclaim)=~\"");

    private static final Pattern JOB = Pattern.compile("\\bjob=~\"([^\"]+)\"");
    private static final Pattern AGGREGATION =
            Pattern.compile("\\b(?:sum|max|min|avg|count)\\s*(?:by\\s*\\(([^)]*)\\)\\s*)?\\(");
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

    /**
     * What others tell as well is asked of ours alone, else a stranger's fault calls our operator.
     */
    @Test
    void askOthersMetricsOfOursAlone() {
        Stream.concat(
                        alerts().stream().map(alert -> alert.path("expr").asText()),
                        Deploy.files(Deploy.OBSERVABILITY.resolve("dashboards"), ".json").stream()
                                .flatMap(file ->
                                        Deploy.json(file).findValuesAsText("expr").stream()))
                .forEach(expression ->
                        FOREIGN.matcher(expression)
                                .results()
                                .map(found -> found.group(1) == null ? "" : found.group(1))
                                .forEach(labels ->
                                        assertThat(labels).as(expression).containsPattern(OWNER)));
    }

    /** As Compose's file, {@code ./papertide up} and the Prometheus operator name the jobs. */
    @Test
    void findTheServicesByTheNamesOfTheirJobs() {
        Set<String> ours = new HashSet<>();
        for (Service service : Service.values()) {
            ours.add(service.moduleName());
        }
        Deploy.yaml(COMPOSE.resolve("prometheus.yaml"))
                .path("scrape_configs")
                .forEach(job -> ours.add(job.path("job_name").asText()));
        Set<String> others =
                new HashSet<>(
                        Set.of(
                                "loki/loki-ingester",
                                "loki/ingest",
                                "push-notify-gateway",
                                "notify-service-2",
                                "kubelet"));
        for (String name : List.of("ingest", "ranking", "notify")) {
            ours.add("papertide/papertide-" + name);
            ours.add("staging/next-" + name);
        }
        for (String name : List.of("brokers", "databases")) {
            others.add("papertide/papertide-" + name);
        }
        Set<String> patterns = new HashSet<>();
        for (JsonNode alert : Deploy.yaml(RULES.resolve("services.yaml")).findParents("alert")) {
            JOB.matcher(alert.path("expr").asText())
                    .results()
                    .forEach(found -> patterns.add(found.group(1)));
        }
        assertThat(patterns).hasSize(4);
        for (String job : ours) {
            assertThat(patterns).as(job).filteredOn(job::matches).hasSize(2);
        }
        for (String job : others) {
            assertThat(patterns).as(job).noneMatch(job::matches);
        }
    }

    /** Two installations in one Prometheus: the mails of one say nothing of the other's. */
    @Test
    void keepInstallationsApart() {
        for (JsonNode alert : alerts()) {
            String expression = alert.path("expr").asText();
            AGGREGATION
                    .matcher(expression)
                    .results()
                    .forEach(found ->
                            assertThat(found.group(1) == null ? "" : found.group(1))
                                    .as("%s: %s", alert.path("alert").asText(), found.group())
                                    .containsPattern("\\b(?:namespace|job)\\b"));
        }
    }

    /** The Prometheus beside Compose asks the ports that {@code metrics.yaml} opens. */
    @Test
    void areReadByThePrometheusBesideCompose() {
        JsonNode configuration = Deploy.yaml(COMPOSE.resolve("prometheus.yaml"));
        Set<String> asked = new HashSet<>();
        for (JsonNode job : configuration.path("scrape_configs")) {
            assertThat(job.path("metrics_path").asText()).isEqualTo("/q/metrics");
            asked.add(
                    job.path("job_name").asText()
                            + " "
                            + job.at("/static_configs/0/targets/0").asText());
        }
        Set<String> open = new HashSet<>();
        for (Map.Entry<String, JsonNode> service :
                Deploy.yaml(COMPOSE.resolve("metrics.yaml")).path("services").properties()) {
            String port = service.getValue().at("/ports/0").asText().split(":", -1)[1];
            open.add(service.getKey() + "-service localhost:" + port);
        }
        assertThat(asked).hasSize(3).isEqualTo(open);
        String rules = configuration.at("/rule_files/0").asText();
        assertThat(COMPOSE.resolve(rules).normalize())
                .isEqualTo(RULES.resolve("*.yaml").normalize());
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
        promtool("check config", List.of(COMPOSE.resolve("prometheus.yaml")));
    }

    private static void assertPromtool(String command, Path folder) throws Exception {
        promtool(command, Deploy.files(folder, ".yaml"));
    }

    private static void promtool(String command, List<Path> files) throws Exception {
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
        files.forEach(file -> line.add(file.toAbsolutePath().toString()));
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
