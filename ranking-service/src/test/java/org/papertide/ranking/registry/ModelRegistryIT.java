package org.papertide.ranking.registry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.papertide.events.Bounds;
import org.papertide.events.EventCodec;
import org.papertide.events.EventJson;
import org.papertide.events.ModelVersion;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.platform.settings.KafkaClients;
import org.papertide.ranking.model.ModelSchedule;
import org.papertide.ranking.model.TrendModel;
import org.papertide.testing.PapertideTestResource;

/** Announcing priors, on a real broker. */
@QuarkusTest
@WithTestResource(PapertideTestResource.class)
class ModelRegistryIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int SHIPPED = TrendModel.shipped().version();

    @Inject KafkaClients clients;
    @Inject Topics topics;
    @Inject Clock clock;

    @Test
    void goFromTrialToHoldingOnTheOperatorsWordAlone() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(state(SHIPPED)).isEqualTo("ACTIVE"));
        int next = newest() + 1;

        assertThat(operator().body(model(next)).post("/api/v1/priors").statusCode()).isEqualTo(200);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(state(next)).isEqualTo("TRIAL"));
        assertThat(state(SHIPPED)).isEqualTo("ACTIVE");
        assertThat(operator().body(model(next)).post("/api/v1/priors").statusCode()).isEqualTo(409);

        String later = "/api/v1/priors/%d/activate?from=2199-01-01T00:00:00Z".formatted(next);
        assertThat(operator().post(later.replace("2199", "2999")).statusCode()).isEqualTo(400);
        assertThat(operator().post(later).jsonPath().getString("state")).isEqualTo("PLANNED");
        activate(next);
        assertThat(state(SHIPPED)).isEqualTo("PAST");
        assertThat(operator().post("/api/v1/priors/%d/activate".formatted(next)).statusCode())
                .isEqualTo(409);

        // The log outlives the service: what holds by it is not what the next release ships.
        ModelRegistry log = new ModelRegistry(clients, topics, clock);
        log.announceShipped(TrendModel.shipped());
        log.announceShipped(TrendModel.parse(model(SHIPPED, 0.25)));
        log.announceShipped(TrendModel.parse(model(SHIPPED, 0.25)));
        assertThat(log.versions().lastKey()).isEqualTo(next + 1);
        assertThat(
                        new ModelSchedule(SHIPPED, log.versions().values())
                                .findActive(clock.instant())
                                .orElseThrow()
                                .version())
                .isEqualTo(next);
        activate(SHIPPED);
    }

    /** The greatest number that a record can have, by mistake or in malice. */
    @Test
    void aRecordWithTheGreatestNumberLeavesNumbersForOthers() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(state(SHIPPED)).isEqualTo("ACTIVE"));
        ModelRegistry log = new ModelRegistry(clients, topics, clock);
        int before = log.versions().lastKey();
        TrendModel greatest = TrendModel.shipped().withVersion(Bounds.MAX_VERSION);
        ModelVersion record =
                new ModelVersion(
                        Bounds.MAX_VERSION,
                        "a mistake",
                        List.of(),
                        clock.instant(),
                        clock.instant(),
                        tree(greatest));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        clients.producer("mistake", Map.of()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            for (int partition = 0; partition < topics.partitions(); partition++) {
                var _ =
                        producer.send(
                                new ProducerRecord<>(
                                        topics.name(Topic.PRIORS),
                                        partition,
                                        EventCodec.PRIORS
                                                .key(record)
                                                .getBytes(StandardCharsets.UTF_8),
                                        EventCodec.PRIORS.encode(record)));
            }
        }

        String next = model(before + 1);
        assertThat(operator().body(next).post("/api/v1/priors").statusCode()).isEqualTo(200);
        assertThat(log.versions().lastKey()).isEqualTo(before + 1);
        String far = model(before + 2 + ModelSchedule.LONGEST_GAP);
        assertThat(detail(operator().body(far).post("/api/v1/priors"), 409)).contains("1000");
        activate(before + 1);
        activate(SHIPPED);
    }

    @Test
    void nobodyElseHasASayInIt() {
        assertThat(given().get("/api/v1/priors/trial").statusCode()).isEqualTo(401);
        for (String path :
                List.of("/api/v1/priors", "/api/v1/priors/refresh", "/api/v1/priors/1/activate")) {
            Response stranger =
                    given().contentType(ContentType.JSON)
                            .header("Authorization", "Bearer guessed")
                            .body("{}")
                            .post(path);
            assertThat(stranger.statusCode()).as(path).isEqualTo(401);
            assertThat(stranger.header("WWW-Authenticate")).startsWith("Bearer");
            assertThat(stranger.contentType()).startsWith("application/problem+json");
        }
    }

    @Test
    void saysWhatIsWrong() {
        await().atMost(PATIENCE).until(() -> given().get("/q/health/ready").statusCode() == 200);
        assertThat(detail(operator().body("{\"format\":99}").post("/api/v1/priors"), 400))
                .contains("format");
        assertThat(detail(operator().body("{").post("/api/v1/priors"), 400)).contains("priors");
        assertThat(detail(operator().post("/api/v1/priors/9999/activate"), 404)).contains("9999");
        assertThat(detail(operator().post("/api/v1/priors/1/activate?from=soon"), 400))
                .contains("from");
        String past = "/api/v1/priors/1/activate?from=2020-01-01T00:00:00Z";
        assertThat(detail(operator().post(past), 400)).contains("a moment to come");
        assertThat(detail(operator().post("/api/v1/priors/refresh"), 409)).contains("too little");
        assertThat(detail(operator().get("/api/v1/priors/trial"), 404)).contains("trial");
        String huge = "{\"format\":\"" + "9".repeat(200_000) + "\"}";
        assertThat(detail(operator().body(huge).post("/api/v1/priors"), 413)).contains("most");
    }

    private static void activate(int version) {
        assertThat(operator().post("/api/v1/priors/%d/activate".formatted(version)).statusCode())
                .isEqualTo(200);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(state(version)).isEqualTo("ACTIVE"));
    }

    private static String detail(Response response, int status) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        return response.jsonPath().getString("detail");
    }

    private static RequestSpecification operator() {
        return given().contentType(ContentType.JSON)
                .header("Authorization", "Bearer " + PapertideTestResource.OPERATOR_TOKEN);
    }

    private static int newest() {
        return given().get("/api/v1/priors").jsonPath().getInt("[0].version");
    }

    private static String state(int version) {
        return given().get("/api/v1/priors")
                .jsonPath()
                .getString("find { it.version == %d }.state".formatted(version));
    }

    private static String model(int version) {
        return model(version, TrendModel.shipped().gainHours());
    }

    private static JsonNode tree(TrendModel model) {
        try {
            return EventJson.mapper().readTree(model.toJson());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String model(int version, double gainHours) {
        ObjectNode json = (ObjectNode) tree(TrendModel.shipped());
        return json.put("version", version).put("gainHours", gainHours).toString();
    }
}
