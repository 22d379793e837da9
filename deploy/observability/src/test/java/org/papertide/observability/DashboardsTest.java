package org.papertide.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The dashboards are what Grafana reads, and ask for what the services tell. */
class DashboardsTest {

    private static final Path DASHBOARDS = Deploy.OBSERVABILITY.resolve("dashboards");

    /** Units that Grafana knows, of those that we use. */
    private static final Set<String> UNITS =
            Set.of("s", "short", "ops", "reqps", "bytes", "percentunit");

    /** Columns of Grafana's grid. */
    private static final int COLUMNS = 24;

    static List<Path> dashboards() {
        return Deploy.files(DASHBOARDS, ".json");
    }

    private static List<JsonNode> panels(JsonNode dashboard) {
        List<JsonNode> panels = new ArrayList<>();
        dashboard.path("panels").forEach(panels::add);
        return panels;
    }

    @Test
    void areThreeWithIdentitiesOfTheirOwn() {
        assertThat(dashboards()).hasSize(3);
        assertThat(dashboards().stream().map(file -> Deploy.json(file).path("uid").asText()))
                .doesNotHaveDuplicates()
                .allMatch(uid -> uid.startsWith("papertide-"));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void areWhatGrafanaReads(Path file) {
        JsonNode dashboard = Deploy.json(file);
        assertThat(dashboard.path("schemaVersion").asInt()).isGreaterThanOrEqualTo(36);
        assertThat(dashboard.path("title").asText()).startsWith("Papertide: ");
        assertThat(dashboard.path("templating").path("list").path(0).path("type").asText())
                .isEqualTo("datasource");
        assertThat(panels(dashboard).stream().map(panel -> panel.path("id").asInt()))
                .hasSizeGreaterThan(5)
                .doesNotHaveDuplicates()
                .allMatch(id -> id > 0);
        for (JsonNode panel : panels(dashboard)) {
            String title = panel.path("title").asText();
            assertThat(panel.path("type").asText()).as(title).isIn("row", "timeseries", "stat");
            if (!panel.path("type").asText().equals("row")) {
                assertPanel(panel, title);
            }
        }
    }

    private static void assertPanel(JsonNode panel, String title) {
        assertThat(panel.path("description").asText()).as(title).endsWith(".");
        assertThat(panel.path("fieldConfig").path("defaults").path("unit").asText())
                .as("unit of %s", title)
                .isIn(UNITS);
        assertThat(panel.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
        Set<String> references = new HashSet<>();
        assertThat(panel.path("targets")).as(title).isNotEmpty();
        for (JsonNode target : panel.path("targets")) {
            assertThat(references.add(target.path("refId").asText())).as(title).isTrue();
            assertThat(target.path("legendFormat").asText()).as(title).isNotEmpty();
            assertThat(target.path("expr").asText()).as(title).doesNotContain("$");
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void askOnlyForMetricsThatTheServicesTell(Path file) {
        Set<String> known = Deploy.metrics();
        for (JsonNode panel : panels(Deploy.json(file))) {
            for (JsonNode target : panel.path("targets")) {
                assertThat(Query.metrics(target.path("expr").asText()))
                        .as(panel.path("title").asText())
                        .isNotEmpty()
                        .isSubsetOf(known);
            }
        }
    }

    /** Two panels in one place hide one another. */
    @ParameterizedTest
    @MethodSource("dashboards")
    void layNoPanelOverAnother(Path file) {
        Set<String> taken = new HashSet<>();
        for (JsonNode panel : panels(Deploy.json(file))) {
            JsonNode at = panel.path("gridPos");
            assertThat(at.path("x").asInt() + at.path("w").asInt()).isLessThanOrEqualTo(COLUMNS);
            for (int x = at.path("x").asInt();
                    x < at.path("x").asInt() + at.path("w").asInt();
                    x++) {
                for (int y = at.path("y").asInt();
                        y < at.path("y").asInt() + at.path("h").asInt();
                        y++) {
                    assertThat(taken.add(x + " " + y)).as(panel.path("title").asText()).isTrue();
                }
            }
        }
    }
}
