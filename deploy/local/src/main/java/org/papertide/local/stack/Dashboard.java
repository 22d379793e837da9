package org.papertide.local.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.papertide.events.EventJson;

/**
 * A dashboard as Grafana reads it: of that only what a plain page shows.
 *
 * @param title for people
 * @param parts headings and panels, in their order
 */
record Dashboard(String title, List<Part> parts) {

    Dashboard {
        parts = List.copyOf(parts);
    }

    /** What a dashboard consists of. */
    sealed interface Part {

        /** A heading. */
        record Heading(String title) implements Part {}

        /** Figures. */
        record Panel(String title, String description, String unit, List<Query> queries)
                implements Part {
            public Panel {
                queries = List.copyOf(queries);
            }
        }
    }

    /** An expression, and what its series are called. */
    record Query(String expression, String legend) {}

    /** All dashboards of a folder, by their names. */
    static List<Dashboard> all(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
        List<Dashboard> all = new ArrayList<>();
        for (Path file : files) {
            all.add(of(EventJson.mapper().readTree(file.toFile())));
        }
        return all;
    }

    private static Dashboard of(JsonNode json) {
        List<Part> parts = new ArrayList<>();
        for (JsonNode panel : json.path("panels")) {
            String title = panel.path("title").asText();
            if (panel.path("type").asText().equals("row")) {
                parts.add(new Part.Heading(title));
            } else {
                parts.add(
                        new Part.Panel(
                                title,
                                panel.path("description").asText(),
                                panel.path("fieldConfig").path("defaults").path("unit").asText(),
                                queries(panel)));
            }
        }
        return new Dashboard(json.path("title").asText(), parts);
    }

    private static List<Query> queries(JsonNode panel) {
        List<Query> queries = new ArrayList<>();
        for (JsonNode target : panel.path("targets")) {
            queries.add(
                    new Query(target.path("expr").asText(), target.path("legendFormat").asText()));
        }
        return queries;
    }
}
