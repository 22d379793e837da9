package org.papertide.ranking.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.papertide.events.EventCodec;
import org.papertide.events.Order;
import org.papertide.events.Paper;
import org.papertide.events.PastRankings;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.events.Window;
import org.papertide.platform.settings.KafkaSettings;
import org.papertide.ranking.api.readmodel.LiveClients;
import org.papertide.ranking.api.readmodel.Readers;

/** The steps that stories of readers have alike: what the stream says, and what the API answers. */
public abstract class ReaderSteps {

    protected static final Duration PATIENCE = Duration.ofMinutes(1);

    @Inject protected KafkaSettings kafka;
    @Inject protected Topics topics;
    @Inject protected LiveClients clients;

    @TestHTTPResource("/")
    protected URI service = URI.create("http://localhost");

    protected final List<AutoCloseable> open = new ArrayList<>();
    private @Nullable KafkaProducer<String, byte[]> producer;

    @BeforeEach
    void ready() {
        awaitAtOnce().until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    @AfterEach
    public void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        awaitAtOnce().until(() -> clients.size() == 0);
    }

    /** Looks before it waits: most tests find it so. */
    private static ConditionFactory awaitAtOnce() {
        return await().atMost(PATIENCE).pollDelay(Duration.ZERO);
    }

    public void send(Topic topic, String key, byte[] value) {
        KafkaProducer<String, byte[]> sender = producer();
        var _ = sender.send(new ProducerRecord<>(topics.name(topic), key, value));
        sender.flush();
    }

    private KafkaProducer<String, byte[]> producer() {
        KafkaProducer<String, byte[]> present = producer;
        if (present == null) {
            present =
                    new KafkaProducer<>(
                            Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 0),
                            new StringSerializer(),
                            new ByteArraySerializer());
            producer = present;
            open.add(present);
        }
        return present;
    }

    public void send(Paper paper) {
        send(Topic.PAPERS, EventCodec.PAPER.key(paper), EventCodec.PAPER.encode(paper));
    }

    public void send(PastRankings past) {
        send(Topic.PAST_RANKINGS, past.key(), EventCodec.PAST_RANKINGS.encode(past));
    }

    protected void publish(RankingKey key, Instant asOf, int... numbers) {
        Ranking ranking = Readers.ranking(key, asOf, 500, numbers);
        send(Topic.RANKINGS, key.toString(), EventCodec.RANKING.encode(ranking));
    }

    protected static RankingKey rising(String category) {
        return new RankingKey(Order.RISING, Window.DAY, category);
    }

    public static Response get(String path) {
        return given().urlEncodingEnabled(false).get(path);
    }

    protected static Response awaitEntries(String path) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(get(path).jsonPath().getList("entries")).isNotEmpty());
        return get(path);
    }
}
