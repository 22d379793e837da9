package org.papertide.notify.edition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.papertide.events.EventCodec;
import org.papertide.notify.NoWorkers;
import org.papertide.notify.SampleEvents;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.candidate.RecordSink;
import org.papertide.notify.interest.DigestSchedule;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.ledger.Claim;
import org.papertide.notify.ledger.DeliveryRepository_;
import org.papertide.notify.ledger.DeliveryState;
import org.papertide.notify.ledger.WorkSignal;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.message.MessageComposer;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.platform.database.Database;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.tracing.Traces;
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
                    "subscription",
                    "subscriber",
                    "suppression",
                    "address_failure",
                    "shown",
                    "delivery",
                    "audience",
                    "content",
                    "edition",
                    "candidate");

    private static final int FEW = 2_000;
    private static final int MANY = 12_000;

    /** Rows and index entries that planning and composing read for each mail. */
    private static final double READ_PER_MAIL = 40;

    /** What the planner was told of tables that are empty now. */
    enum Known {
        NOTHING,
        THAT_ALL_ARE_EMPTY,
        MAILS_OF_ONE_READER,
        MAILS_OF_ONE_TEXT_ALL_SENT,
        MAILS_OF_A_TEXT_EACH
    }

    @Inject
    @Named("database")
    Dependency tables;

    @Inject Database database;
    @Inject DataSource dataSource;
    @Inject CandidateStore candidates;
    @Inject MessageComposer messages;
    @Inject EditionSettings settings;
    @Inject EditionAccounts accounts;
    @Inject Clock clock;

    @BeforeEach
    void begin() throws SQLException {
        await().atMost(Duration.ofMinutes(1)).until(tables::wasPrepared);
        for (String table : TABLES) {
            execute("alter table " + table + " set (autovacuum_enabled = false)");
        }
        empty();
    }

    /** Table by table: the service itself reads them meanwhile, in an order of its own. */
    private void empty() throws SQLException {
        for (String table : TABLES) {
            execute("delete from " + table);
        }
    }

    private void addPapers() {
        Instant now = clock.instant();
        candidates.applyScores(
                IntStream.range(0, 30)
                        .mapToObj(i ->
                                SampleEvents.score(SampleEvents.paper(i, "Paper " + i), i, i, now))
                        .map(score -> RecordSink.Change.to(EventCodec.SCORE, score))
                        .toList());
    }

    /**
     * What was read of an edition per mail, of a second one to the same readers, of an alert per
     * mail, and of the first claim.
     */
    private record Read(double perMail, double perMailOfTheNext, double perAlert, long claim) {}

    @ParameterizedTest
    @EnumSource
    void noBatchCostsMoreInALargeEdition(Known known) throws SQLException {
        setStatistics(known);
        addPapers();
        Read few = read(FEW);
        Read many = read(MANY);

        System.out.printf("planner knows %s: few %s, many %s%n", known, few, many);
        assertThat(many.perMail).isLessThan(READ_PER_MAIL).isLessThan(few.perMail * 1.5);
        assertThat(many.perMailOfTheNext)
                .isLessThan(READ_PER_MAIL)
                .isLessThan(few.perMailOfTheNext * 1.5);
        assertThat(many.perAlert).isLessThan(READ_PER_MAIL).isLessThan(few.perAlert * 1.5);
        assertThat(many.claim).as("of twice as many that are ready").isLessThan(MANY / 2);
    }

    /** Fills the tables, has them analysed, and empties them. */
    private void setStatistics(Known known) throws SQLException {
        switch (known) {
            case NOTHING -> {
                return; // Of a new database: it is the first.
            }
            case THAT_ALL_ARE_EMPTY -> {}
            case MAILS_OF_ONE_READER -> sent(1, 1);
            case MAILS_OF_ONE_TEXT_ALL_SENT -> sent(MANY, 1);
            case MAILS_OF_A_TEXT_EACH -> sent(MANY, MANY);
        }
        execute("vacuum analyze");
        empty();
        execute("vacuum " + String.join(", ", TABLES));
    }

    /** One edition, all accepted. */
    private void sent(int mails, int texts) {
        database.run(session -> {
            readers(session, mails);
            session.createNativeMutationQuery(
                            """
                            with e as (
                                insert into edition (edition_key, kind, as_of, planned_at, expires_at,
                                    frozen_at, composed_at, closed_at)
                                values ('sent', 'DAILY', :now, :now, :now, :now, :now, :now)
                                returning id),
                            c as (
                                insert into content (id, kind, subject, body_text, body_html, created_at)
                                select 'c' || i, 'DAILY', 's', 't', 'h', :now
                                from generate_series(0, :texts - 1) i),
                            s as (
                                insert into shown (content_id, paper_id)
                                select 'c' || i, 'arxiv:' || i || p
                                from generate_series(0, :texts - 1) i, generate_series(1, 3) p),
                            x as (
                                insert into suppression (address_hash, reason, at)
                                select 'gone' || i, 'hard bounce', :now
                                from generate_series(1, :mails / 10) i)
                            insert into delivery (edition_id, subscription_id, subscriber_id,
                                local_period, state, content_id, priority, attempts, settled_at)
                            select e.id, i, i, 'p' || i, 'ACCEPTED', 'c' || i % :texts, 3, 1,
                                :now
                            from generate_series(1, :mails) i, e
                            """)
                    .setParameter("now", clock.instant())
                    .setParameter("mails", mails)
                    .setParameter("texts", texts)
                    .executeUpdate();
        });
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
                    alert(same, now);
                    long alerted = rowsRead(session);
                    claim(session, now.plus(Duration.ofDays(1)));
                    read.add(
                            new Read(
                                    (planned - begun) / (double) readers,
                                    (again - planned) / (double) readers,
                                    4.0 * (alerted - again) / readers,
                                    rowsRead(session) - alerted));
                    assertComposed(session, readers);
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
                new EditionPlanner(
                        in, settings, new DigestSchedule(DayOfWeek.MONDAY), Traces.OFF, clock);
        planner.request(Frequency.DAILY, asOf);
        assertThat(planner.planRequested()).isOne();
        composer(in).composeAll();
    }

    private DigestComposer composer(Database in) {
        return new DigestComposer(
                in,
                candidates,
                messages,
                settings,
                new DigestSchedule(DayOfWeek.MONDAY),
                new WorkSignal(),
                Traces.OFF,
                clock,
                Runnable::run);
    }

    /** Each had the first edition; those with two papers have seen both of them by the second. */
    private static void assertComposed(StatelessSession session, int readers) {
        assertThat(
                        number(
                                session,
                                "select count(*) from delivery where content_id is null and state = 'PLANNED'"))
                .isZero();
        assertThat(number(session, "select count(*) from audience")).isZero();
        assertThat(
                        number(
                                session,
                                "select count(*) from delivery where content_id is not null"
                                        + " and local_period not like 'alert/%'"))
                .isEqualTo(2L * readers - readers / 4);
        assertThat(
                        number(
                                session,
                                "select count(*) from delivery where local_period like 'alert/%'"))
                .isEqualTo(readers / 4);
        assertThat(
                        number(
                                session,
                                """
                                select count(*) - count(distinct key) from (
                                    select s.filter_key as key,
                                        s.filter_key is distinct from lag(s.filter_key)
                                            over (order by d.id) as begins
                                    from delivery d join subscription s on s.id = d.subscription_id
                                    where d.edition_id = (select min(edition_id) from delivery)) k
                                where begins
                                """))
                .as("filters that readers of others stand between")
                .isZero();
    }

    private void alert(Database in, Instant now) {
        AlertPlanner planner =
                new AlertPlanner(
                        in,
                        candidates,
                        messages,
                        new Contents(in),
                        settings,
                        new DigestSchedule(DayOfWeek.MONDAY),
                        new WorkSignal(),
                        Traces.OFF,
                        clock);
        planner.apply(
                List.of(
                        RecordSink.Change.to(
                                EventCodec.BREAKOUT,
                                SampleEvents.breakout(
                                        SampleEvents.paper(99, "A paper that takes off"),
                                        99,
                                        now))));
    }

    private static void claim(StatelessSession session, Instant now) {
        List<Claim> claims =
                new DeliveryRepository_(session)
                        .claim(now, 100, new Long[0], "worker", now.plusSeconds(60));
        assertThat(claims).hasSize(100);
        Long[] subscriptions = claims.stream().map(Claim::subscriptionId).toArray(Long[]::new);
        assertThat(new SubscriptionRepository_(session).recipients(subscriptions)).hasSize(100);
    }

    /** Composing ends in the middle, as in a kill; another process goes on. */
    @Test
    void goesOnWhereItWasKilled() {
        addPapers();
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
                new EditionPlanner(
                        database,
                        settings,
                        new DigestSchedule(DayOfWeek.MONDAY),
                        Traces.OFF,
                        clock);
        Instant asOf = clock.instant();
        long edition = planner.request(Frequency.DAILY, asOf);
        assertThat(planner.request(Frequency.DAILY, asOf)).isEqualTo(edition);
        var _ = planner.planRequested();
        DigestComposer dead = composer(dying);
        dead.composeAll();
        assertThat(dead.failing()).isOne();

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

    /**
     * Two processes compose an edition, each both of its parts at once; one is killed again and
     * again. Everyone gets one mail for each subscription, and no paper twice.
     */
    @Test
    void processesComposeAnEditionTogether() throws Exception {
        addPapers();
        database.run(session -> {
            readers(session, FEW);
            session.createNativeMutationQuery(
                            """
                            insert into subscription (subscriber_id, state, frequency, timezone,
                                hour, categories, include, exclude, authors, paper_limit,
                                filter_key, requested_at, next_slot)
                            select subscriber_id, state, frequency, timezone, hour, categories,
                                include, array['nothing'], authors, 3, 'second ' || id % 7,
                                requested_at, next_slot
                            from subscription where frequency = 'DAILY'
                            """)
                    .executeUpdate();
        });
        EditionPlanner planner =
                new EditionPlanner(
                        database,
                        settings,
                        new DigestSchedule(DayOfWeek.MONDAY),
                        Traces.OFF,
                        clock);
        long edition = planner.request(Frequency.DAILY, clock.instant());
        var _ = planner.planRequested();
        assertThat(accounts.find(edition).orElseThrow().pending()).isEqualTo(2L * FEW);
        OpenEditions open = accounts.open();
        assertThat(open.states()).isEqualTo(Map.of(DeliveryState.PLANNED, 2L * FEW));
        assertThat(open.mails(MailKind.DAILY, DeliveryState.Entry.PENDING)).isEqualTo(2L * FEW);

        AtomicInteger transactions = new AtomicInteger();
        Database dying =
                new Database() {
                    @Override
                    public <T> T inTransaction(Function<StatelessSession, T> work) {
                        return database.inTransaction(session -> {
                            T result = work.apply(session);
                            if (transactions.incrementAndGet() % 5 == 0) {
                                throw new IllegalStateException("killed");
                            }
                            return result;
                        });
                    }
                };
        Thread process = Thread.startVirtualThread(() -> composeAgainAndAgain(dying));
        inParallel(database).composeAll();
        process.join();

        EditionAccount account = accounts.find(edition).orElseThrow();
        assertThat(account.composedAt()).isNotNull();
        assertThat(account.planned()).isEqualTo(2L * FEW);
        database.run(session -> {
            assertThat(number(session, "select count(*) from audience")).isZero();
            assertThat(number(session, "select count(distinct subscription_id) from delivery"))
                    .isEqualTo(2L * FEW);
            assertThat(
                            number(
                                    session,
                                    """
                                    select count(*) - count(distinct (d.subscriber_id, n.paper_id))
                                    from delivery d join shown n on n.content_id = d.content_id
                                    """))
                    .as("papers that somebody gets twice")
                    .isZero();
        });
    }

    private void composeAgainAndAgain(Database dying) {
        for (int i = 0; i < 20; i++) {
            try {
                inParallel(dying).composeAll();
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("killed");
            }
        }
    }

    private DigestComposer inParallel(Database in) {
        return new DigestComposer(
                in,
                candidates,
                messages,
                settings,
                new DigestSchedule(DayOfWeek.MONDAY),
                new WorkSignal(),
                Traces.OFF,
                clock);
    }

    /** What an earlier release planned, and did not compose before its end. */
    @Test
    void composesMailsThatWerePlannedWithoutContent() {
        addPapers();
        EditionPlanner planner =
                new EditionPlanner(
                        database,
                        settings,
                        new DigestSchedule(DayOfWeek.MONDAY),
                        Traces.OFF,
                        clock);
        long edition = planner.request(Frequency.DAILY, clock.instant());
        var _ = planner.planRequested();
        database.run(session -> {
            readers(session, 10);
            session.createNativeMutationQuery(
                            """
                            insert into delivery (edition_id, subscription_id, subscriber_id,
                                local_period, state, priority)
                            select :edition, id, subscriber_id, 'p', 'PLANNED', 3
                            from subscription where frequency = 'DAILY'
                            """)
                    .setParameter("edition", edition)
                    .executeUpdate();
        });

        composer(database).composeAll();

        database.run(session ->
                assertThat(number(session, "select count(content_id) from delivery"))
                        .isEqualTo(10));
    }

    /**
     * Half of them without filters, a quarter with fifty filters and a quarter with a pair of
     * papers each, hundreds of texts; two timezones. The latter want alerts, too.
     */
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
                        with one as (
                            select id, row_number() over (order by id) as n, array[]::text[] as none
                            from subscriber)
                        insert into subscription (subscriber_id, state, frequency, timezone, hour,
                            categories, include, exclude, authors, paper_limit, filter_key,
                            requested_at, next_slot)
                        select id, 'ACTIVE', 'DAILY',
                            case when n % 3 = 0 then 'Europe/Berlin' else 'Asia/Tokyo' end, n % 24,
                            none,
                            case when n % 4 = 1
                                then array['paper ' || n % 29, 'paper ' || (n % 29 + 1 + n / 29 % 28) % 29]
                                else none end,
                            case when n % 4 = 3 then array['nothing' || n % 50] else none end,
                            none, 10,
                            case n % 4 when 1 then 'pair ' || n % 29 || ' ' || n / 29 % 28
                                when 3 then 'but ' || n % 50 else 'all' end,
                            cast(:now as timestamptz), cast(:next as timestamptz)
                        from one
                        union all select id, 'ACTIVE', 'INSTANT', 'UTC', 8, none, none, none, none, 10,
                            'all', cast(:now as timestamptz), null
                        from one where n % 4 = 1
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
