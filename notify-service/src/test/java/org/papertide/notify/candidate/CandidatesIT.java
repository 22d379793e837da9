package org.papertide.notify.candidate;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.startsWith;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.Test;
import org.papertide.events.DeadLetter;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.events.Order;
import org.papertide.events.PaperId;
import org.papertide.events.PaperSummary;
import org.papertide.events.Ranking;
import org.papertide.events.Topic;
import org.papertide.events.Window;
import org.papertide.notify.SampleEvents;
import org.papertide.notify.TestStream;
import org.papertide.notify.ledger.ShownRepository_;
import org.papertide.platform.database.Database;
import org.papertide.testing.PapertideTestResource;
import org.papertide.testing.fuzz.MutatedEvents;

@QuarkusTest
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "notify"))
class CandidatesIT {

    @Inject CandidateStore candidates;
    @Inject Database database;
    @Inject Clock clock;
    @Inject AgroalDataSource dataSource;

    /** As the test's settings say. */
    private static final Duration STANDSTILL = Duration.ofSeconds(5);

    private static final int MUTATIONS = MutatedEvents.count(200);

    private static final Duration LONG = Duration.ofSeconds(60).plusMillis(20L * MUTATIONS);
    private static final PaperId DOI = new PaperId("doi:10.1234/mutated");

    @Test
    void putsAnUnreadableRecordAsideWithItsReasonAndGoesOn() {
        Instant now = clock.instant();
        String key = SampleEvents.id(901).value();
        try (TestStream stream = new TestStream()) {
            stream.send(Topic.SCORES, key, "{\"paper\": 7".getBytes(StandardCharsets.UTF_8));
            stream.send(Topic.SCORES, key, new byte[] {0, 1, 2});
            stream.send(
                    Topic.SCORES,
                    "arxiv:2605.00999",
                    EventCodec.SCORE.encode(
                            SampleEvents.score(SampleEvents.paper(902, "Other"), 1, 1, now)));
            stream.send(
                    Topic.SCORES,
                    EventCodec.SCORE,
                    SampleEvents.score(SampleEvents.paper(901, "Readable"), 3, 3, now));
            await().atMost(LONG).until(() -> !candidates.scores(ids(901)).isEmpty());

            List<ConsumerRecord<byte[], byte[]>> dead =
                    read(
                            stream.topics().name(Topic.SCORES_DLQ),
                            List.of(key, "arxiv:2605.00999"),
                            3);
            assertThat(dead).extracting(CandidatesIT::reason).anyMatch(r -> r.contains("not JSON"));
            assertThat(dead).extracting(CandidatesIT::reason).contains("key and value disagree");
            assertThat(dead.getFirst().headers().lastHeader(DeadLetter.ORIGIN)).isNotNull();
        }
    }

    /**
     * Almost good records go through Kafka, the readers and PostgreSQL: each is applied or is one
     * dead letter, and the good one behind them is applied.
     */
    @Test
    void appliesTheGoodRecordBehindManyMutatedOnes() {
        Instant now = clock.instant();
        PaperSummary paper = SampleEvents.paper(941, "Good");
        Ranking ranking =
                new Ranking(
                        Order.TOP,
                        Window.MONTH,
                        "cs.MU",
                        now,
                        List.of(new Ranking.Entry(1, 2, 5, List.of(), paper.forRanking())));
        try (TestStream stream = new TestStream()) {
            int scores =
                    sendMutated(
                            stream,
                            now,
                            Topic.SCORES,
                            EventCodec.SCORE,
                            SampleEvents.score(withAlias(paper, paper.id(), DOI), 3, 3, now));
            int rankings = sendMutated(stream, now, Topic.RANKINGS, EventCodec.RANKING, ranking);
            int breakouts =
                    sendMutated(
                            stream,
                            now,
                            Topic.BREAKOUTS,
                            EventCodec.BREAKOUT,
                            SampleEvents.breakout(withAlias(paper, paper.id(), DOI), 50, now));
            PaperSummary behind = SampleEvents.paper(942, "Behind");
            stream.send(Topic.SCORES, EventCodec.SCORE, SampleEvents.score(behind, 3, 3, now));
            Ranking last =
                    new Ranking(Order.TOP, Window.MONTH, "cs.MU", now.plusSeconds(9), List.of());
            stream.send(Topic.RANKINGS, EventCodec.RANKING, last);
            stream.send(
                    Topic.BREAKOUTS, EventCodec.BREAKOUT, SampleEvents.breakout(behind, 50, now));

            await().atMost(LONG).until(() -> !candidates.scores(ids(942)).isEmpty());
            await().atMost(LONG)
                    .until(() -> candidates.ranking(last.key()).equals(Optional.of(last)));
            await().atMost(LONG).until(() -> isPlanned("ALERT/" + behind.id() + "/1"));
            assertBuriedOnce(stream, Topic.SCORES, paper.id().value(), scores);
            assertBuriedOnce(stream, Topic.RANKINGS, "top/month/cs.MU", rankings);
            assertBuriedOnce(stream, Topic.BREAKOUTS, paper.id().value(), breakouts);
        }
    }

    /** Somebody holds a table, as a migration or a forgotten session would. */
    @Test
    void isNotReadyWhileItsReaderStandsStill() throws SQLException {
        Instant now = clock.instant();
        try (TestStream stream = new TestStream()) {
            try (Connection other = dataSource.getConnection();
                    Statement statement = other.createStatement()) {
                other.setAutoCommit(false);
                statement.execute("lock table candidate in access exclusive mode");
                stream.send(
                        Topic.SCORES,
                        EventCodec.SCORE,
                        SampleEvents.score(SampleEvents.paper(951, "Waiting"), 3, 3, now));
                await().atMost(STANDSTILL.multipliedBy(4))
                        .untilAsserted(() ->
                                given().get("/q/health/ready")
                                        .then()
                                        .statusCode(503)
                                        .body(
                                                "checks.find { it.name == 'readers' }.data.missing",
                                                startsWith("candidates stands still for")));
                other.rollback();
            }
            await().atMost(LONG).until(() -> !candidates.scores(ids(951)).isEmpty());
            await().atMost(LONG)
                    .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
        }
    }

    private static <T> int sendMutated(
            TestStream stream, Instant now, Topic topic, EventCodec<T> codec, T good) {
        MutatedEvents mutations = new MutatedEvents(codec.encode(good));
        int malformed = 0;
        List<Map.Entry<String, byte[]>> records = new ArrayList<>();
        for (int seed = 0; seed < MUTATIONS; seed++) {
            byte[] value = mutations.mutation(seed);
            if (codec.decode(value, now, RecordSink.AHEAD) instanceof Decoded.Event<T>(T event)) {
                records.add(Map.entry(codec.key(event), value));
            } else {
                malformed++;
                records.add(Map.entry(codec.key(good), value));
            }
        }
        stream.sendAll(topic, records);
        assertThat(malformed).isBetween(1, MUTATIONS - 1);
        return malformed;
    }

    private static void assertBuriedOnce(TestStream stream, Topic topic, String key, int expected) {
        List<ConsumerRecord<byte[], byte[]>> dead =
                read(stream.topics().name(topic.deadLetters()), List.of(key), expected);
        assertThat(dead).hasSize(expected);
        assertThat(new HashSet<>(dead.stream().map(CandidatesIT::origin).toList()))
                .hasSize(expected);
    }

    private boolean isPlanned(String edition) {
        return database.inTransaction(session ->
                session.createNativeQuery(
                                        "select count(*) from edition where edition_key = :edition",
                                        Long.class)
                                .setParameter("edition", edition)
                                .getSingleResult()
                        == 1);
    }

    @Test
    void forgetsAPaperThatLeft() {
        Instant now = clock.instant();
        try (TestStream stream = new TestStream()) {
            stream.send(
                    Topic.SCORES,
                    EventCodec.SCORE,
                    SampleEvents.score(SampleEvents.paper(911, "Leaving"), 3, 3, now));
            await().atMost(LONG).until(() -> !candidates.scores(ids(911)).isEmpty());
            stream.send(Topic.SCORES, SampleEvents.id(911).value(), null);
            await().atMost(LONG).until(() -> candidates.scores(ids(911)).isEmpty());
        }
    }

    @Test
    void keepsTheNewestRankingOfAKey() {
        Instant now = clock.instant();
        Ranking first = new Ranking(Order.TOP, Window.MONTH, "cs.LG", now, List.of());
        Ranking second =
                new Ranking(
                        Order.TOP,
                        Window.MONTH,
                        "cs.LG",
                        now.plusSeconds(1),
                        List.of(
                                new Ranking.Entry(
                                        1,
                                        null,
                                        5,
                                        List.of(),
                                        SampleEvents.paper(921, "First").forRanking())));
        try (TestStream stream = new TestStream()) {
            stream.send(Topic.RANKINGS, EventCodec.RANKING, first);
            stream.send(Topic.RANKINGS, EventCodec.RANKING, second);
            await().atMost(LONG)
                    .until(() -> candidates.ranking(first.key()).equals(Optional.of(second)));
        }
        assertThat(candidates.categories(Order.TOP, Window.MONTH)).contains("cs.LG");
    }

    /** A mail to this reader that shows this paper. */
    private static void sent(StatelessSession session, long reader, PaperId paper) {
        session.createNativeMutationQuery(
                        """
                        with e as (
                            insert into edition (edition_key, kind, as_of, planned_at, expires_at,
                                frozen_at, composed_at, closed_at)
                            values ('seen', 'DAILY', :at, :at, :at, :at, :at, :at) returning id),
                        c as (
                            insert into content (id, kind, subject, body_text, body_html, created_at)
                            values ('seen', 'DAILY', 's', 't', 'h', :at) returning id)
                        insert into delivery (edition_id, subscription_id, subscriber_id, state,
                            content_id, priority)
                        select e.id, 1, :reader, 'ACCEPTED', c.id, 3 from e, c
                        """)
                .setParameter("at", Instant.EPOCH)
                .setParameter("reader", reader)
                .executeUpdate();
        new ShownRepository_(session).show("seen", new String[] {paper.value()});
    }

    @Test
    void carriesWhatWasSeenAcrossAChainOfMergers() {
        PaperId title = PaperId.ofTitle("A paper known by its title");
        PaperId doi = new PaperId("doi:10.1234/tides");
        long reader = 987_654;
        database.run(session -> {
            sent(session, reader, title);
            candidates.keepAliases(
                    session, List.of(withAlias(SampleEvents.paper(931, "A paper"), doi, title)));
            candidates.keepAliases(session, List.of(SampleEvents.paper(931, "A paper", doi)));
        });
        List<String> seen =
                database.inTransaction(session -> new ShownRepository_(session).papersSent(reader));
        assertThat(seen)
                .containsExactlyInAnyOrder(
                        title.value(), doi.value(), SampleEvents.id(931).value());
        String canonical = database.inTransaction(session -> candidates.canonical(session, title));
        assertThat(canonical).isEqualTo(SampleEvents.id(931).value());
    }

    private static PaperSummary withAlias(PaperSummary like, PaperId id, PaperId alias) {
        return new PaperSummary(
                id,
                like.title(),
                like.authors(),
                like.authorCount(),
                like.abstractText(),
                like.categories(),
                like.primaryCategory(),
                like.links(),
                like.submitted(),
                like.listed(),
                List.of(alias),
                null,
                List.of(),
                null);
    }

    private static List<PaperId> ids(int number) {
        return List.of(SampleEvents.id(number));
    }

    private static String origin(ConsumerRecord<byte[], byte[]> record) {
        return new String(
                record.headers().lastHeader(DeadLetter.ORIGIN).value(), StandardCharsets.UTF_8);
    }

    private static String reason(ConsumerRecord<byte[], byte[]> record) {
        return new String(
                record.headers().lastHeader(DeadLetter.REASON).value(), StandardCharsets.UTF_8);
    }

    /** The dead letters of these keys, once there are so many. */
    private static List<ConsumerRecord<byte[], byte[]>> read(
            String topic, List<String> keys, int atLeast) {
        String servers =
                ConfigProvider.getConfig()
                        .getValue("papertide.kafka.bootstrap-servers", String.class);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                servers,
                                "group.id",
                                "reads-" + topic + keys.hashCode(),
                                "auto.offset.reset",
                                "earliest",
                                "isolation.level",
                                "read_committed"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
            await().atMost(LONG)
                    .until(() -> {
                        for (var record : consumer.poll(Duration.ofMillis(200))) {
                            if (keys.contains(new String(record.key(), StandardCharsets.UTF_8))) {
                                all.add(record);
                            }
                        }
                        return all.size() >= atLeast;
                    });
            return all;
        }
    }
}
