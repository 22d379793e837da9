package org.papertide.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;

/** The three services: what they are in a rendering, and what their own properties say of them. */
enum PapertideService {
    INGEST,
    RANKING,
    NOTIFY;

    private static final String COMPONENT = "app.kubernetes.io/name";

    String component() {
        return name().toLowerCase(Locale.ROOT);
    }

    Manifest workload(Rendering rendering) {
        return rendering
                .withPods()
                .filter(object -> component().equals(object.podLabels().get(COMPONENT)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no pods of " + component()));
    }

    JsonNode container(Rendering rendering) {
        return workload(rendering).containers().getFirst();
    }

    static JsonNode variable(JsonNode container, String name) {
        return Manifest.elements(container.path("env"))
                .filter(each -> each.path("name").asText().equals(name))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    int httpPort() {
        return Integer.parseInt(properties().getProperty("quarkus.http.port"));
    }

    int managementPort() {
        return Integer.parseInt(properties().getProperty("quarkus.management.port"));
    }

    /** How long it waits for requests that are under way when it ends. */
    int shutdownSeconds() {
        String shared = shared().getProperty("quarkus.shutdown.timeout");
        String own = properties().getProperty("quarkus.shutdown.timeout", shared);
        return (int) Duration.parse("PT" + own).toSeconds();
    }

    Properties properties() {
        return PodRules.properties(
                component() + "-service/src/main/resources/application.properties");
    }

    static Properties shared() {
        return PodRules.properties(
                "platform/src/main/resources/META-INF/microprofile-config.properties");
    }

    @Override
    public String toString() {
        return component();
    }
}
