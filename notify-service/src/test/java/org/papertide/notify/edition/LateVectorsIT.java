package org.papertide.notify.edition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.Breakout;
import org.papertide.events.Embedding;
import org.papertide.events.EventCodec;
import org.papertide.events.PaperSummary;
import org.papertide.events.Score;
import org.papertide.events.TextModel;
import org.papertide.events.TextVector;
import org.papertide.events.Window;
import org.papertide.events.WindowScore;
import org.papertide.notify.EmptyTables;
import org.papertide.notify.NoWorkers;
import org.papertide.notify.SampleEvents;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.candidate.RecordSink;
import org.papertide.notify.interest.Amount;
import org.papertide.notify.interest.CalibratedTheme;
import org.papertide.notify.interest.DigestSchedule;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.Theme;
import org.papertide.notify.ledger.WorkSignal;
import org.papertide.notify.message.MessageComposer;
import org.papertide.notify.subscription.Subscription;
import org.papertide.notify.subscription.ThemeJson;
import org.papertide.platform.database.Database;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.tracing.Traces;
import org.papertide.testing.PapertideTestResource;
import org.papertide.testing.SamplePaper;
import org.papertide.testing.SettableClock;

/** Papers whose vectors come after what they would have been in was decided. */
@QuarkusTest
@TestProfile(NoWorkers.class)
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "delivery"))
class LateVectorsIT {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final TextModel MODEL = new TextModel("two", "1");
    private static final float[] NEAR = {1, 0};
    private static final float[] FAR = {0, 1};
    private static final Theme TIDES =
            new Theme(List.of("tides"), List.of(), List.of(), Amount.SOME);

    @Inject
    @Named("database")
    Dependency tables;

    @Inject Database database;
    @Inject CandidateStore candidates;
    @Inject AlertPlanner alerts;
    @Inject EditionPlanner planner;
    @Inject MessageComposer composer;
    @Inject Contents contents;
    @Inject EditionSettings settings;
    @Inject DigestSchedule schedule;
    @Inject EditionAccounts accounts;
    @Inject Clock clock;

    @BeforeEach
    void begin() {
        await().atMost(LONG).until(tables::wasPrepared);
        EmptyTables.empty(
                database,
                "subscriber, subscription, suppression, address_failure, audience, delivery,"
                        + " edition, content, shown, candidate, paper_vector, theme");
        calibrated(TIDES, MODEL);
    }

    private void calibrated(Theme theme, TextModel model) {
        CalibratedTheme calibrated =
                new CalibratedTheme(
                        model.toString(),
                        List.of(new CalibratedTheme.Direction("tides", null, NEAR, 0, 1)),
                        List.of(),
                        0.9);
        database.run(session ->
                session.createNativeMutationQuery(
                                """
                                insert into theme (theme_key, model, body, calibrated_at, look_at)
                                values (:key, :model, :body, :now, :later)
                                """)
                        .setParameter("key", theme.key())
                        .setParameter("model", model.toString())
                        .setParameter("body", ThemeJson.write(calibrated))
                        .setParameter("now", clock.instant())
                        .setParameter("later", clock.instant().plus(Duration.ofDays(7)))
                        .executeUpdate());
    }

    /** The id of the subscription. */
    private long subscribed(String name, Frequency frequency, Theme theme) {
        return subscribed(name, frequency, theme, clock.instant());
    }

    private long subscribed(String name, Frequency frequency, Theme theme, Instant confirmed) {
        return database.inTransaction(session -> {
            Instant now = clock.instant();
            long subscriber =
                    session.createNativeQuery(
                                    """
                                    insert into subscriber (address, address_key, address_hash, created_at)
                                    values (:name, :name, :name, :now) returning id
                                    """,
                                    Long.class)
                            .setParameter("name", name + "@example.org")
                            .setParameter("now", now)
                            .getSingleResult();
            Interest interest =
                    new Interest(
                            frequency,
                            ZoneOffset.UTC,
                            8,
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(),
                            null,
                            10,
                            theme);
            Subscription subscription = new Subscription(subscriber, interest, now, "here");
            subscription.confirm(
                    confirmed,
                    frequency == Frequency.INSTANT ? null : now.plus(Duration.ofDays(300)),
                    "here",
                    "test");
            session.insert(subscription);
            return subscription.id();
        });
    }

    private void breaksOut(int paper) {
        Breakout breakout =
                SampleEvents.breakout(
                        SampleEvents.paper(paper, "Paper " + paper), 60, clock.instant());
        alerts.apply(List.of(RecordSink.Change.to(EventCodec.BREAKOUT, breakout)));
    }

    private void isRead(int paper, float[] vector, Instant at) {
        isRead(paper, MODEL, vector, at);
    }

    private void isRead(int paper, TextModel model, float[] vector, Instant at) {
        Embedding embedding =
                new Embedding(
                        SampleEvents.id(paper),
                        "0".repeat(32),
                        List.of(TextVector.of(model, vector)));
        candidates.applyEmbeddings(
                List.of(RecordSink.Change.to(EventCodec.EMBEDDING, embedding)), at);
    }

    private List<String> rows(String query) {
        return database.inTransaction(
                session -> session.createNativeQuery(query, String.class).getResultList());
    }

    private List<String> alertsOf(long subscription) {
        return rows(
                "select local_period from delivery where state = 'PLANNED' and subscription_id = "
                        + subscription
                        + " order by 1");
    }

    private List<String> waiting() {
        return rows("select paper_id from waiting_alert order by 1");
    }

    /** What waits is in the database: the service goes on with it after a restart. */
    @Test
    void decidesAnAlertAgainWhenTheVectorOfItsPaperHasCome() {
        long byTheme = subscribed("theme", Frequency.INSTANT, TIDES);
        long plain = subscribed("plain", Frequency.INSTANT, Theme.ANY);
        breaksOut(7);
        breaksOut(8);
        assertThat(alertsOf(plain))
                .containsExactly("alert/arxiv:2605.00007", "alert/arxiv:2605.00008");
        assertThat(alertsOf(byTheme)).isEmpty();
        assertThat(waiting()).containsExactly("arxiv:2605.00007", "arxiv:2605.00008");

        isRead(7, NEAR, clock.instant());
        isRead(8, FAR, clock.instant());

        await().atMost(LONG).until(() -> waiting().isEmpty());
        assertThat(alertsOf(byTheme)).containsExactly("alert/arxiv:2605.00007");
        assertThat(rows("select count(*) from delivery where content_id is null"))
                .containsExactly("0");
        assertThat(
                        rows(
                                "select c.body_text from content c join delivery d on d.content_id = c.id"
                                        + " where d.subscription_id = "
                                        + byTheme))
                .singleElement()
                .asString()
                .contains("close to your words “tides”");

        isRead(7, NEAR, clock.instant());
        breaksOut(7);
        alerts.planWaiting();
        assertThat(alertsOf(byTheme)).hasSize(1);
        assertThat(alertsOf(plain)).hasSize(2);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void decidesAtOnceWhereTheVectorIsThere() {
        long byTheme = subscribed("theme", Frequency.INSTANT, TIDES);
        isRead(7, NEAR, clock.instant());
        isRead(8, FAR, clock.instant());
        breaksOut(7);
        breaksOut(8);
        assertThat(alertsOf(byTheme)).containsExactly("alert/arxiv:2605.00007");
        assertThat(waiting()).isEmpty();
    }

    /** A reader by theme who has another subscription has seen the paper. */
    @Test
    void alertsNobodyTwice() {
        long byTheme = subscribed("both", Frequency.INSTANT, TIDES);
        long plain = subscribed("second", Frequency.INSTANT, Theme.ANY);
        database.run(session ->
                session.createNativeMutationQuery(
                                "update subscription set subscriber_id = (select subscriber_id from"
                                        + " subscription where id = :first) where id = :second")
                        .setParameter("first", byTheme)
                        .setParameter("second", plain)
                        .executeUpdate());
        breaksOut(7);
        isRead(7, NEAR, clock.instant());
        await().atMost(LONG).until(() -> waiting().isEmpty());
        assertThat(alertsOf(plain)).hasSize(1);
        assertThat(alertsOf(byTheme)).isEmpty();
    }

    /** Papers are read by another model now, and its theme keeps the vectors of the one before. */
    @Test
    void looksAgainAFewTimesAtAnAlertThatSomeThemeCannotTellOf() {
        TextModel next = new TextModel("two", "2");
        Theme moons = new Theme(List.of("moons"), List.of(), List.of(), Amount.SOME);
        calibrated(moons, next);
        subscribed("theme", Frequency.INSTANT, TIDES);
        subscribed("next", Frequency.INSTANT, moons);
        breaksOut(7);
        isRead(7, next, NEAR, clock.instant());

        SettableClock later = new SettableClock(clock.instant());
        AlertPlanner planner =
                new AlertPlanner(
                        database,
                        candidates,
                        composer,
                        contents,
                        settings,
                        schedule,
                        new WorkSignal(),
                        Traces.OFF,
                        later);
        int looks = 0;
        while (!waiting().isEmpty()) {
            planner.planWaiting();
            looks++;
            later.set(nextLook().orElse(later.instant()));
        }

        assertThat(Duration.between(clock.instant(), later.instant()))
                .isGreaterThan(settings.alertLifetime().dividedBy(4));
        assertThat(looks).isLessThanOrEqualTo(15);
    }

    private Optional<Instant> nextLook() {
        return database.inTransaction(session ->
                session
                        .createNativeQuery("select look_at from waiting_alert", Instant.class)
                        .getResultList()
                        .stream()
                        .findFirst());
    }

    /** What is too much for a day comes in one digest, though the alert is decided again later. */
    @Test
    void givesWhoeverHadEnoughOneDigestOfTheRest() {
        long byTheme = subscribed("theme", Frequency.INSTANT, TIDES);
        long plain = subscribed("plain", Frequency.INSTANT, Theme.ANY);
        int last = settings.alertsPerReaderAndDay();
        IntStream.rangeClosed(0, last).forEach(this::breaksOut);
        assertThat(rows("select 'waits' from subscription where next_slot is not null"))
                .containsExactly("waits");
        database.run(session ->
                session.createNativeMutationQuery(
                                "update subscription set next_slot = null where id = :id")
                        .setParameter("id", plain)
                        .executeUpdate());

        isRead(last, NEAR, clock.instant());

        await().atMost(LONG).until(() -> !alertsOf(byTheme).isEmpty());
        assertThat(rows("select 'waits' from subscription where next_slot is not null")).isEmpty();
    }

    @Test
    void alertsTheReadersOfMoreFiltersThanAreLookedAtAtOnce() {
        int readers = 2 * AlertFilters.PAGE + 500;
        database.run(session ->
                session.createNativeMutationQuery(
                                """
                                with one as (
                                    insert into subscriber (address, address_key, address_hash, created_at)
                                    select 'r' || i, 'r' || i, 'r' || i, :now
                                    from generate_series(1, :readers) i returning id)
                                insert into subscription (subscriber_id, state, frequency, timezone,
                                    hour, categories, include, exclude, authors, paper_limit,
                                    filter_key, requested_at)
                                select id, 'ACTIVE', 'INSTANT', 'UTC', 8, '{}', '{}', '{}', '{}', 10,
                                    md5(cast(id as text)), :now
                                from one
                                """)
                        .setParameter("readers", readers)
                        .setParameter("now", clock.instant())
                        .executeUpdate());
        breaksOut(7);
        assertThat(rows("select cast(count(*) as text) from delivery where state = 'PLANNED'"))
                .containsExactly(Integer.toString(readers));
    }

    /** An operator who stopped an alert wants no more of it. */
    @Test
    void leavesAStoppedAlertAlone() {
        long byTheme = subscribed("theme", Frequency.INSTANT, TIDES);
        breaksOut(7);
        long edition = Long.parseLong(rows("select id from edition").getFirst());
        database.run(session ->
                new EditionRepository_(session).stop(edition, clock.instant(), "a mistake"));
        isRead(7, NEAR, clock.instant());
        await().atMost(LONG).until(() -> waiting().isEmpty());
        assertThat(alertsOf(byTheme)).isEmpty();
    }

    private Score listed(int number, Duration ago) {
        Instant now = clock.instant();
        PaperSummary paper =
                SamplePaper.of(SampleEvents.id(number), now.minus(ago))
                        .title("Paper " + number)
                        .categories("cs.LG")
                        .summary();
        WindowScore value = new WindowScore(number, number, true);
        return new Score(
                paper,
                number,
                ago.compareTo(Window.DAY.length()) < 0
                        ? Map.of(Window.DAY, value, Window.WEEK, value)
                        : Map.of(Window.WEEK, value),
                List.of(SampleEvents.reason()),
                now,
                "1");
    }

    private EditionAccount daily(Instant asOf) {
        long edition = planner.request(Frequency.DAILY, asOf);
        await().atMost(LONG).until(() -> accounts.find(edition).orElseThrow().composedAt() != null);
        return accounts.find(edition).orElseThrow();
    }

    /**
     * Papers that left the day before their texts were read; those that a digest has decided about
     * do not come back when they are read again.
     */
    @Test
    void looksInADigestAtPapersThatWereReadAfterTheLastOne() {
        Instant now = clock.instant();
        Instant longAgo = now.minus(Duration.ofDays(9));
        long byTheme = subscribed("theme", Frequency.DAILY, TIDES, longAgo);
        long plain = subscribed("plain", Frequency.DAILY, Theme.ANY, longAgo);
        candidates.applyScores(
                List.of(
                                listed(11, Duration.ofHours(5)),
                                listed(12, Duration.ofHours(30)),
                                listed(13, Duration.ofHours(30)),
                                listed(14, Duration.ofHours(30)),
                                listed(15, Duration.ofDays(20)))
                        .stream()
                        .map(score -> RecordSink.Change.to(EventCodec.SCORE, score))
                        .toList());
        isRead(11, NEAR, now);
        isRead(12, NEAR, now);
        isRead(13, FAR, now);
        isRead(14, NEAR, now.minus(Duration.ofHours(29)));
        isRead(14, NEAR, now);
        isRead(15, NEAR, now);

        EditionAccount first = daily(now);

        assertThat(first.pending()).isEqualTo(2);
        assertThat(shown(byTheme)).containsExactly("arxiv:2605.00011", "arxiv:2605.00012");
        assertThat(shown(plain)).containsExactly("arxiv:2605.00011");
        assertThat(
                        rows(
                                "select c.body_text from content c join delivery d on d.content_id = c.id"
                                        + " where d.subscription_id = "
                                        + byTheme))
                .singleElement()
                .asString()
                .containsSubsequence("Paper 11", "READ LATE", "Paper 12");

        EditionAccount next = daily(now.plus(Duration.ofHours(24)));
        assertThat(next.pending()).isZero();
        assertThat(next.exclusions()).containsEntry("already seen", 2L);
    }

    /** No digest of theirs came when it should have been in one. */
    @Test
    void namesNoPaperLateToWhomItCouldNotHaveComeInTime() {
        Instant now = clock.instant();
        long before = subscribed("before", Frequency.DAILY, TIDES, now.minus(Duration.ofHours(25)));
        long since = subscribed("since", Frequency.DAILY, TIDES, now.minus(Duration.ofHours(23)));
        candidates.applyScores(
                Stream.of(
                                listed(11, Duration.ofHours(5)),
                                listed(12, Duration.ofHours(30)),
                                listed(13, Duration.ofHours(60)))
                        .map(score -> RecordSink.Change.to(EventCodec.SCORE, score))
                        .toList());
        isRead(11, NEAR, now);
        isRead(12, NEAR, now);
        isRead(13, NEAR, now);

        var _ = daily(now);

        assertThat(shown(before)).containsExactly("arxiv:2605.00011", "arxiv:2605.00012");
        assertThat(shown(since)).containsExactly("arxiv:2605.00011");
    }

    /** A paper that could not have come in time to a reader was in no mail of theirs either. */
    @Test
    void ranksForEachReaderWhatWasReadLateForThem() {
        Instant now = clock.instant();
        long before = subscribed("before", Frequency.DAILY, TIDES, now.minus(Duration.ofDays(9)));
        long since = subscribed("since", Frequency.DAILY, TIDES, now.minus(Duration.ofHours(25)));
        candidates.applyScores(
                Stream.of(
                                listed(11, Duration.ofHours(5)),
                                listed(12, Duration.ofHours(30)),
                                listed(13, Duration.ofHours(60)))
                        .map(score -> RecordSink.Change.to(EventCodec.SCORE, score))
                        .toList());
        isRead(11, NEAR, now);
        isRead(12, NEAR, now);
        isRead(13, NEAR, now);

        var _ = daily(now);

        assertThat(text(before))
                .containsSubsequence("READ LATE", "1. Paper 13", "2. Paper 12")
                .doesNotContain("earlier mail");
        assertThat(text(since))
                .containsSubsequence("READ LATE", "1. Paper 12")
                .doesNotContain("Paper 13", "earlier mail");
    }

    private String text(long subscription) {
        return rows("select c.body_text from content c join delivery d on d.content_id = c.id"
                        + " where d.subscription_id = "
                        + subscription)
                .getFirst();
    }

    private List<String> shown(long subscription) {
        return rows(
                "select s.paper_id from shown s join delivery d on d.content_id = s.content_id"
                        + " where d.subscription_id = "
                        + subscription
                        + " order by 1");
    }
}
