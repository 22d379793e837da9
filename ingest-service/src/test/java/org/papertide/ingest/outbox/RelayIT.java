package org.papertide.ingest.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.papertide.ingest.PlainDatabase;
import org.papertide.testing.TestDatabase;
import org.papertide.testing.TestStack;

class RelayIT {

    private static final Instant NOW = Instant.parse("2025-12-04T08:01:00Z");

    private final TestDatabase database = TestStack.get().newDatabase("relay");
    private final Broker broker = new Broker();
    private final PlainDatabase transactions =
            new PlainDatabase(database, List.of(OutboxRow.class));
    private final AtomicLong nanos = new AtomicLong();
    private final Relay relay = new Relay(transactions, broker, 3, nanos::get);

    @AfterEach
    void close() {
        transactions.close();
    }

    @Test
    void publishesInOrderAndDeletes() throws Exception {
        insert("a1", "b1", "a2", "b2", "a3");
        assertThat(relay.pass()).isEqualTo(new Relay.Pass.Published(3));
        assertThat(relay.pass()).isEqualTo(new Relay.Pass.Published(2));
        assertThat(relay.pass()).isEqualTo(new Relay.Pass.Idle());
        assertThat(broker.log).containsExactly("a1", "b1", "a2", "b2", "a3");
        assertThat(waiting()).isEmpty();
    }

    @Test
    void losesNothingWhenItDiesBetweenPublishingAndDeleting() throws Exception {
        insert("a1", "a2");
        broker.afterwards =
                () -> {
                    throw new IllegalStateException("killed");
                };
        assertThatThrownBy(relay::pass).hasMessage("killed");
        assertThat(waiting()).containsExactly("a1", "a2");
        broker.afterwards = () -> {};
        relay.pass();
        // Repeated in order: the last record of the key is still the newest.
        assertThat(broker.log).containsExactly("a1", "a2", "a1", "a2");
        assertThat(waiting()).isEmpty();
    }

    @Test
    void keepsALaterRecordOfAKeyWhoseEarlierOneFailed() throws Exception {
        insert("a1", "b1", "a2");
        broker.refuses = value -> value.equals("a1");
        assertThat(relay.pass()).isEqualTo(new Relay.Pass.Stuck(1, 2));
        assertThat(waiting()).containsExactly("a1", "a2");
        broker.refuses = _ -> false;
        relay.pass();
        assertThat(waiting()).as("is repeated behind it").containsExactly("a2");
        relay.pass();
        assertThat(broker.log.subList(broker.log.size() - 2, broker.log.size()))
                .containsExactly("a1", "a2");
        assertThat(waiting()).isEmpty();
    }

    /** A partition without a leader, of which more than a batch waits. */
    @Test
    void publishesTheOthersWhileALaneTakesNothing() throws Exception {
        insert("a1", "a2", "a3", "a4", "b1", "a5", "b2");
        broker.refuses = value -> value.startsWith("a");
        broker.afterwards = () -> nanos.addAndGet(30);
        assertThat(relay.pass()).isEqualTo(new Relay.Pass.Stuck(0, 3));
        broker.tried.clear();
        assertThat(relay.pass()).isEqualTo(new Relay.Pass.Published(2));
        assertThat(broker.tried).containsExactly("b1", "b2");
        assertThat(waiting()).containsExactly("a1", "a2", "a3", "a4", "a5");
    }

    @Test
    void triesALaneThatTookNothingWithItsFirstRecord() throws Exception {
        insert("a1", "a2", "a3", "a4");
        broker.refuses = _ -> true;
        broker.afterwards = () -> nanos.addAndGet(30);
        relay.pass();
        broker.afterwards = () -> {};
        broker.tried.clear();
        nanos.addAndGet(29);
        assertThat(relay.pass()).isEqualTo(new Relay.Pass.Idle());
        nanos.addAndGet(1);
        assertThat(relay.pass()).isEqualTo(new Relay.Pass.Stuck(0, 1));
        assertThat(broker.tried).containsExactly("a1");
        broker.refuses = _ -> false;
        relay.pass();
        relay.pass();
        assertThat(broker.log).containsExactly("a1", "a2", "a3", "a4");
        assertThat(waiting()).isEmpty();
    }

    /** Ids are given before the commit. */
    @Test
    void findsARecordThatWasCommittedAfterLaterOnes() throws Exception {
        insert("b0", "a1");
        broker.refuses = value -> value.startsWith("a");
        broker.afterwards = () -> nanos.addAndGet(30);
        delete("b0");
        relay.pass();
        relay.pass();
        insertAsFirst("b0");
        nanos.addAndGet(30);
        relay.pass();
        relay.pass();
        assertThat(broker.log).containsExactly("b0");
    }

    @Test
    void leavesTheOutboxToTheRelayThatIsAtIt() throws Exception {
        insert("a1");
        Relay other = new Relay(transactions, new Broker(), 3);
        broker.afterwards =
                () -> {
                    try {
                        assertThat(other.pass()).isEqualTo(new Relay.Pass.Idle());
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                };
        relay.pass();
        assertThat(broker.log).containsExactly("a1");
    }

    @Test
    void holdsOnlyABatchInMemory() throws Exception {
        insert("a1", "b1", "c1", "d1", "e1");
        broker.refuses = _ -> true;
        relay.pass();
        assertThat(broker.largestBatch).isEqualTo(3);
        assertThat(waiting()).hasSize(5);
    }

    /** Others pass the first, and it waits on: this is not ready, whatever else is published. */
    @Test
    void standsStillWhileItsFirstRecordStays() throws Exception {
        OutboxWatch watch = watch();
        insert("a1", "b1", "b2", "b3");
        broker.refuses = value -> value.startsWith("a");
        broker.afterwards = () -> nanos.addAndGet(1);
        watch.look();
        relay.pass();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(30));
        watch.look();
        assertThat(watch.findStandstill()).contains("outbox stands still for 30 s, 2 records wait");
        assertThat(watch.backlog().first()).isEqualTo(1);

        broker.refuses = _ -> false;
        relay.pass();
        relay.pass();
        insert("c1");
        watch.look();
        assertThat(watch.findStandstill()).isEmpty();
    }

    @Test
    void movesWhileTheFirstRecordIsAnotherOneOrNone() throws Exception {
        OutboxWatch watch = watch();
        for (int each = 0; each < 5; each++) {
            watch.look();
            assertThat(watch.backlog()).isEqualTo(OutboxBacklog.NONE);
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(20));
        }
        insert("a1", "a2", "a3", "a4", "a5", "a6");
        watch.look();
        assertThat(watch.backlog().records()).isEqualTo(6);
        relay.pass();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(20));
        watch.look();
        assertThat(watch.backlog().records()).isEqualTo(3);
        assertThat(watch.backlog().oldest())
                .isEqualTo(Duration.between(Instant.parse("2025-12-04T08:00:00Z"), NOW));
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(20));
        assertThat(watch.findStandstill()).isEmpty();
    }

    /** Else a backlog of millions is counted all the time. */
    @Test
    void countsTheLessOftenTheLongerACountTakes() {
        assertThat(OutboxWatch.pauseAfter(Duration.ofMillis(500))).hasSeconds(5);
        assertThat(OutboxWatch.pauseAfter(Duration.ofSeconds(3))).hasSeconds(30);
    }

    private OutboxWatch watch() {
        return new OutboxWatch(
                transactions, Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofSeconds(30), nanos::get);
    }

    private void insert(String... values) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement insert =
                        connection.prepareStatement(
                                "insert into outbox (topic, key, headers, value, created_at)"
                                        + " values ('PAPERS', ?, '{}', ?, '2025-12-04T08:00:00Z')")) {
            for (String value : values) {
                insert.setString(1, value.substring(0, 1));
                insert.setString(2, value);
                insert.executeUpdate();
            }
        }
    }

    private void delete(String value) throws SQLException {
        execute("delete from outbox where value = ?", value);
    }

    private void insertAsFirst(String value) throws SQLException {
        execute(
                "insert into outbox (id, topic, key, headers, value, created_at)"
                        + " overriding system value"
                        + " values (1, 'PAPERS', 'b', '{}', ?, '2025-12-04T08:00:00Z')",
                value);
    }

    private void execute(String statement, String value) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            prepared.setString(1, value);
            prepared.executeUpdate();
        }
    }

    private List<String> waiting() throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = connect();
                PreparedStatement select =
                        connection.prepareStatement("select value from outbox order by id");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                database.jdbcUrl(), database.user(), database.password());
    }

    /** A broker that can refuse records, and end the world once it has them. */
    private static final class Broker implements Publisher {

        private final List<String> log = new ArrayList<>();
        private final List<String> tried = new ArrayList<>();
        private Predicate<String> refuses = _ -> false;
        private Runnable afterwards = () -> {};
        private int largestBatch;

        @Override
        public Set<Long> publish(List<PendingRecord> rows) {
            largestBatch = Math.max(largestBatch, rows.size());
            Set<Long> acknowledged = new HashSet<>();
            for (PendingRecord row : rows) {
                tried.add(row.message().value());
                if (!refuses.test(row.message().value())) {
                    log.add(row.message().value());
                    acknowledged.add(row.id());
                }
            }
            afterwards.run();
            return acknowledged;
        }

        @Override
        public String lane(PendingRecord row) {
            return row.message().key();
        }
    }
}
