package org.papertide.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The three services: what they are in a rendering, and what their own properties say of them. */
enum PapertideService {
    INGEST,
    RANKING,
    NOTIFY;

    /** How long a loop has to end: then it is interrupted, which ends it at once. */
    private static final int LOOP =
            waits("platform/src/main/java/org/papertide/platform/loop/Loop.java", "CLOSING");

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

    /**
     * How long it takes at most to end in order, when all that it waits for hangs: first the
     * requests that are under way, then one part after the other, as their observers of the end do.
     */
    int endingSeconds(JsonNode container) {
        String shared = shared().getProperty("quarkus.shutdown.timeout");
        String own = properties().getProperty("quarkus.shutdown.timeout", shared);
        int requests =
                seconds(
                        "PT"
                                + variable(container, "QUARKUS_SHUTDOWN_TIMEOUT")
                                        .path("value")
                                        .asText(own));
        return requests
                + switch (this) {
                    case INGEST ->
                            // Sources, loops, and of the outbox the look and the relay.
                            4 * LOOP
                                    + waits(
                                            "ingest-service/src/main/java/org/papertide/ingest/outbox/KafkaPublisher.java",
                                            "producer.close");
                    case RANKING -> rankingSeconds();
                    case NOTIFY -> notifySeconds(container);
                };
    }

    private static int rankingSeconds() {
        String folder = "ranking-service/src/main/java/org/papertide/ranking/";
        int stream = waits(folder + "stream/StreamClient.java", "STOPPING") + LOOP;
        int vectors = 2 * LOOP + waits(folder + "meaning/EmbeddingClients.java", "producer.close");
        int search = LOOP;
        int live = LOOP;
        return waits(folder + "stream/Ticker.java", "producer.close")
                + 2 * stream
                + vectors
                + search
                + live;
    }

    private static int notifySeconds(JsonNode container) {
        String folder = "notify-service/src/main/java/org/papertide/notify/";
        int readers = waits(folder + "candidate/StreamReader.java", "CLOSING");
        int leases = LOOP;
        int journal = waits(folder + "ledger/LedgerJournal.java", "writer.join");
        String timeout =
                variable(container, "PAPERTIDE_WEBHOOKS_TIMEOUT")
                        .path("value")
                        .asText(setting("papertide.webhooks.timeout"));
        int webhooks = LOOP + seconds(timeout);
        int mails =
                waits(folder + "delivery/DeliveryWorkers.java", "STOP_WAIT")
                        + waits(folder + "delivery/DeliveryWorkers.java", "CUT_WAIT");
        int outcomes = waits(folder + "account/KafkaOutcomes.java", "CLOSING");
        int returned = LOOP;
        return readers + LOOP + Math.max(webhooks, mails) + leases + journal + outcomes + returned;
    }

    /** Seconds that a source waits, by the constant or the call. */
    private static int waits(String source, String what) {
        Matcher found =
                Pattern.compile(
                                "\\b"
                                        + Pattern.quote(what)
                                        + "(?: = |\\()Duration\\.ofSeconds\\((\\d+)\\)")
                        .matcher(Checkout.read(Checkout.ROOT.resolve(source)));
        assertThat(found.find()).as("%s in %s", what, source).isTrue();
        return Integer.parseInt(found.group(1));
    }

    /** The value that a setting has unless somebody says otherwise. */
    private static String setting(String name) {
        Matcher row =
                Pattern.compile("(?m)^\\| `" + Pattern.quote(name) + "` \\| `([^`]+)` \\|")
                        .matcher(Checkout.read(Checkout.ROOT.resolve("docs/settings.md")));
        assertThat(row.find()).as(name).isTrue();
        return row.group(1);
    }

    private static int seconds(String duration) {
        return (int) Duration.parse(duration).toSeconds();
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
