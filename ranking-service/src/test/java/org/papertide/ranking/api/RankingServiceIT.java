package org.papertide.ranking.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.matchesPattern;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.events.EventCodec;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.Signal;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.platform.settings.KafkaSettings;
import org.papertide.ranking.stream.StreamClient;
import org.papertide.testing.PapertideTestResource;
import org.papertide.testing.SamplePaper;

/** The service on a real broker, as its readers see it. */
@QuarkusTest
@WithTestResource(PapertideTestResource.class)
class RankingServiceIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** As the test's settings say. */
    private static final Duration STANDSTILL = Duration.ofSeconds(5);

    @Inject KafkaSettings kafka;
    @Inject Topics topics;
    @Inject StreamClient stream;

    @ParameterizedTest
    @CsvSource({
        "/asyncapi.yaml, application/vnd.aai.asyncapi+yaml;version=3.0.0, schemas/score.v1.json",
        "/schemas/score.v1.json, application/schema+json, https://papertide.org/schemas/score",
        "/schemas/common.v1.json, application/schema+json, paperId",
        "/streams, text/html;charset=UTF-8, papertide.breakouts.v1"
    })
    void servesTheContractOfTheStreams(String path, String type, String content) {
        var answer = given().get(path).then().statusCode(200).header("Content-Type", type);
        String body = answer.extract().asString();
        assertThat(body).contains(content);
        given().header("If-None-Match", answer.extract().header("ETag"))
                .get(path)
                .then()
                .statusCode(304);
        assertThat(answer.extract().header("Cache-Control")).isEqualTo("public, max-age=3600");
    }

    @Test
    void servesNoFileBesideTheSchemas() {
        for (String name : List.of("nothing.json", "..%2Fasyncapi.yaml", "paper.v1.json%00")) {
            given().urlEncodingEnabled(false)
                    .get("/schemas/" + name)
                    .then()
                    .statusCode(org.hamcrest.Matchers.in(List.of(400, 404)));
        }
    }

    @Test
    void answersWhatTrendsAndHowAPaperStands() {
        Instant listed = Instant.now().minusSeconds(3600);
        PaperId id = new PaperId("arxiv:hep-ex/0307015");
        PaperId old = new PaperId("title:0123456789abcdef0123456789abcdef");
        Paper paper =
                SamplePaper.of(id, listed)
                        .title("On what trends")
                        .abstractText("We show it.")
                        .authors(List.of("Ada Lovelace"))
                        .categories("hep-ex", "cs.LG")
                        .aliases(List.of(old))
                        .build();
        ready();
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            send(producer, Topic.PAPERS, id, EventCodec.PAPER.encode(paper));
            send(producer, Topic.SIGNALS, id, signal(id, 12));
            producer.flush();
        }

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(
                                        given().get("/api/v1/trending?category=cs.LG")
                                                .jsonPath()
                                                .getList("entries.reasons[0].metric"))
                                .contains("UPVOTES"));
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(
                                        given().get("/api/v1/papers/arxiv:hep-ex/0307015")
                                                .jsonPath()
                                                .getList("history.score"))
                                .isNotEmpty());
        assertThat(given().get("/api/v1/papers/" + old).jsonPath().getString("paper.id"))
                .isEqualTo(id.value());
    }

    /** Its threads live and read, and process nothing. */
    @Test
    void isNotReadyWhileItsStreamStandsStill() {
        PaperId id = new PaperId("arxiv:hep-ex/0307016");
        Paper paper =
                SamplePaper.of(id, Instant.now().minusSeconds(3600)).categories("hep-ex").build();
        ready();
        KafkaStreams running = stream.findStreams().orElseThrow();
        running.pause();
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            send(producer, Topic.PAPERS, id, EventCodec.PAPER.encode(paper));
            send(producer, Topic.SIGNALS, id, signal(id, 7));
            producer.flush();
            await().atMost(STANDSTILL.multipliedBy(4))
                    .untilAsserted(() ->
                            given().get("/q/health/ready")
                                    .then()
                                    .statusCode(503)
                                    .body(
                                            "checks.find { it.name == 'stream' }.data.missing",
                                            matchesPattern(
                                                    "stream: task \\d_\\d stands still for .*")));
            assertThat(running.state()).isEqualTo(KafkaStreams.State.RUNNING);
        } finally {
            running.resume();
        }
        ready();
        await().atMost(PATIENCE)
                .until(() -> given().get("/api/v1/papers/" + id).jsonPath().get("score") != null);
    }

    private static byte[] signal(PaperId id, long count) {
        return EventCodec.SIGNAL.encode(
                new Signal(id, "UPVOTES", count, Instant.now(), "huggingface"));
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/trending?order=falling, 400, order",
        "/api/v1/trending?window=year, 400, window",
        "/api/v1/trending?limit=0, 400, limit",
        "/api/v1/trending?limit=many, 400, limit",
        "/api/v1/trending?category=%3Cscript%3E, 400, category",
        "/api/v1/papers/nothing, 400, id",
        "/api/v1/papers/arxiv:2401.00001, 404,",
        "/api/v1/nowhere, 404,"
    })
    void answersAProblemThatNamesTheParameter(String path, int status, String parameter) {
        ready();
        var answer = given().urlEncodingEnabled(false).get(path);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("parameter")).isEqualTo(parameter);
        assertThat(answer.jsonPath().getString("errors[0].field")).isEqualTo(parameter);
    }

    private static void ready() {
        await().atMost(PATIENCE).until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    private void send(
            KafkaProducer<byte[], byte[]> producer, Topic topic, PaperId id, byte[] value) {
        var _ =
                producer.send(
                        new ProducerRecord<>(
                                topics.name(topic),
                                id.value().getBytes(StandardCharsets.UTF_8),
                                value));
    }
}
