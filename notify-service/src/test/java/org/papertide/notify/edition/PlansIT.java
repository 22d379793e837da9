package org.papertide.notify.edition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.EventCodec;
import org.papertide.notify.NoWorkers;
import org.papertide.notify.SampleEvents;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.candidate.RecordSink;
import org.papertide.notify.interest.DigestSchedule;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.ledger.Claim;
import org.papertide.notify.ledger.DeliveryRepository_;
import org.papertide.notify.ledger.WorkSignal;
import org.papertide.notify.message.MessageComposer;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.platform.database.Database;
import org.papertide.testing.PapertideTestResource;

/**
 * What planning, composing and claiming read. Each batch of a large edition may cost no more than
 * one of a small edition, whatever the planner knows of the tables: a plan that scans a table which
 * grows reads more with each batch. The database is its own, and analyses nothing by itself: what
 * the planner knows is what a test says.
 */
@QuarkusTest
@TestProfile(NoWorkers.class)
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "plans"))
class PlansIT {

    private static final List<String> TABLES =
            List.of(
                    "subscriber",
                    "subscription",
                    "suppression",
                    "address_failure",
                    "delivery",
                    "edition",
                    "content",
                    "shown",
                    "candidate");

    private static final int FEW = 2_500;
    private static final int MANY = 20_000;

    /** Rows and index entries that planning and composing read for each mail. */
    private static final double READ_PER_MAIL = 30;

    @Inject Database database;
    @Inject DataSource dataSource;
    @Inject CandidateStore candidates;
    @Inject MessageComposer messages;
    @Inject EditionSettings settings;
    @Inject EditionAccounts accounts;
    @Inject Clock clock;

    @BeforeEach
    void begin() throws SQLException {
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> accounts.ledger() != null);
        for (String table : TABLES) {
            execute("alter table " + table + " set (autovacuum_enabled = false)");
        }
        database.run(session ->
                session.createNativeMutationQuery("truncate " + String.join(", ", TABLES))
                        .executeUpdate());
        Instant now = clock.instant();
        candidates.applyScores(
                IntStream.range(0, 30)
                        .mapToObj(i ->
                                SampleEvents.score(SampleEvents.paper(i, "Paper " + i), i, i, now))
                        .map(score -> RecordSink.Change.to(EventCodec.SCORE, score))
                        .toList());
    }

    /**
     * What an edition read, per mail, and a second one to the same readers; and the first claim.
     */
    private record Read(double perMail, double perMailOfTheNext, long firstClaim) {}

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "that all tables are empty"})
    void noBatchCostsMoreInALargeEdition(String known) throws SQLException {
        if (!known.equals("nothing")) {
            execute("vacuum analyze");
        }
        Read few = read(FEW);
        Read many = read(MANY);

        System.out.printf("planner knows %s: few %s, many %s%n", known, few, many);
        assertThat(many.perMail).isLessThan(READ_PER_MAIL).isLessThan(few.perMail * 1.5);
        assertThat(many.perMailOfTheNext)
                .isLessThan(READ_PER_MAIL)
                .isLessThan(few.perMailOfTheNext * 1.5);
        assertThat(many.firstClaim).as("of twice as many that are ready").isLessThan(MANY / 2);
    }

    /** All in one transaction, which counts what it read, and leaves nothing. */
    private Read read(int readers) {
        List<Read> read = new ArrayList<>();
        Instant now = clock.instant();
        Consumer<StatelessSession> work =
                session -> {
                    readers(session, readers);
                    Database same =
                            new Database() {
                                @Override
                                public <T> T inTransaction(Function<StatelessSession, T> work) {
                                    return work.apply(session);
                                }
                            };
                    long begun = rowsRead(session);
                    edition(same, now);
                    long planned = rowsRead(session);
                    edition(same, now.plus(Duration.ofDays(1)));
                    long again = rowsRead(session);
                    claim(session, now.plus(Duration.ofDays(1)));
                    read.add(
                            new Read(
                                    (planned - begun) / (double) readers,
                                    (again - planned) / (double) readers,
                                    rowsRead(session) - again));
                    assertThat(
                                    number(
                                            session,
                                            "select count(*) from delivery where content_id is not null"))
                            .isEqualTo(2L * readers);
                    throw new RolledBack();
                };
        assertThatThrownBy(() -> database.run(work)).isInstanceOf(RolledBack.class);
        return read.getFirst();
    }

    /** Ends a transaction that is to leave nothing. */
    private static final class RolledBack extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private void edition(Database in, Instant asOf) {
        EditionPlanner planner =
                new EditionPlanner(in, settings, new DigestSchedule(DayOfWeek.MONDAY), clock);
        planner.request(Frequency.DAILY, asOf);
        assertThat(planner.planRequested()).isOne();
        composer(in).composeAll();
    }

    private DigestComposer composer(Database in) {
        return new DigestComposer(
                in, candidates, messages, new Contents(in), settings, new WorkSignal(), clock);
    }

    private static void claim(StatelessSession session, Instant now) {
        List<Claim> claims =
                new DeliveryRepository_(session).claim(now, 100, "worker", now.plusSeconds(60));
        assertThat(claims).hasSize(100);
        Long[] subscriptions = claims.stream().map(Claim::subscriptionId).toArray(Long[]::new);
        assertThat(new SubscriptionRepository_(session).recipients(subscriptions)).hasSize(100);
    }

    /** Composing ends in the middle, as in a kill; another process goes on. */
    @Test
    void goesOnWhereItWasKilled() {
        database.run(session -> readers(session, FEW));
        AtomicInteger left = new AtomicInteger(4);
        Database dying =
                new Database() {
                    @Override
                    public <T> T inTransaction(Function<StatelessSession, T> work) {
                        return database.inTransaction(session -> {
                            T result = work.apply(session);
                            if (left.getAndDecrement() <= 0) {
                                throw new IllegalStateException("killed");
                            }
                            return result;
                        });
                    }
                };
        EditionPlanner planner =
                new EditionPlanner(database, settings, new DigestSchedule(DayOfWeek.MONDAY), clock);
        Instant asOf = clock.instant();
        long edition = planner.request(Frequency.DAILY, asOf);
        assertThat(planner.request(Frequency.DAILY, asOf)).isEqualTo(edition);
        var _ = planner.planRequested();
        assertThatThrownBy(() -> composer(dying).composeAll()).hasMessage("killed");

        composer(database).composeAll();
        var _ = planner.planRequested();

        EditionAccount account = accounts.find(edition).orElseThrow();
        assertThat(account.composedAt()).isNotNull();
        assertThat(account.planned()).isEqualTo(FEW);
        database.run(session -> {
            assertThat(number(session, "select count(distinct subscription_id) from delivery"))
                    .isEqualTo(FEW);
            assertThat(number(session, "select count(content_id) from delivery")).isEqualTo(FEW);
        });
    }

    /** Half of them without filters; the others with fifty filters and two timezones. */
    private void readers(StatelessSession session, int count) {
        Instant now = clock.instant();
        session.createNativeMutationQuery(
                        """
                        insert into subscriber (address, address_key, address_hash, created_at)
                        select 'r' || i || '@example.org', 'r' || i || '@example.org', 'hash' || i,
                            :now from generate_series(1, :count) i
                        """)
                .setParameter("now", now)
                .setParameter("count", count)
                .executeUpdate();
        session.createNativeMutationQuery(
                        """
                        insert into subscription (subscriber_id, state, frequency, timezone, hour,
                            categories, include, exclude, authors, paper_limit, filter_key,
                            requested_at, next_slot)
                        select id, 'ACTIVE', 'DAILY',
                            case when id % 3 = 0 then 'Europe/Berlin' else 'Asia/Tokyo' end, id % 24,
                            '{}', '{}',
                            case when id % 2 = 0 then array['nothing' || id % 50]
                                else array[]::text[] end,
                            '{}', 10, case when id % 2 = 0 then 'all' else 'but ' || id % 50 end,
                            :now, :next
                        from subscriber
                        """)
                .setParameter("now", now)
                .setParameter("next", now.plus(Duration.ofDays(1)))
                .executeUpdate();
    }

    /** Rows of scans and entries of indexes that this transaction has read so far. */
    private static long rowsRead(StatelessSession session) {
        return number(
                session,
                """
                select cast(sum(pg_stat_get_xact_tuples_returned(oid)) as bigint) from pg_class
                where relkind in ('r', 'i') and relnamespace = to_regnamespace('public')
                """);
    }

    private static long number(StatelessSession session, String sql) {
        return session.createNativeQuery(sql, Long.class).getSingleResult();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
