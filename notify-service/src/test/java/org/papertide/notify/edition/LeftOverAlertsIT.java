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
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.EventCodec;
import org.papertide.events.PaperId;
import org.papertide.events.PaperSummary;
import org.papertide.notify.EmptyTables;
import org.papertide.notify.NoWorkers;
import org.papertide.notify.SampleEvents;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.candidate.RecordSink;
import org.papertide.notify.interest.DigestSchedule;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.ledger.WorkSignal;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.message.MessageComposer;
import org.papertide.notify.subscription.Subscription;
import org.papertide.platform.database.Database;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.tracing.Traces;
import org.papertide.testing.PapertideTestResource;

/** Alerts that are too many for a day, and the digest that brings them. */
@QuarkusTest
@TestProfile(NoWorkers.class)
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "delivery"))
class LeftOverAlertsIT {

    private static final int LIMIT = 4;

    /** The planner comes a little after the slot. */
    private static final Duration SOON = Duration.ofMinutes(1);

    /** Papers that rise more than those that took off, from this number on. */
    private static final int OTHERS = 500;

    @Inject
    @Named("database")
    Dependency tables;

    @Inject Database database;
    @Inject CandidateStore candidates;
    @Inject AlertPlanner alerts;
    @Inject MessageComposer messages;
    @Inject EditionSettings settings;
    @Inject DigestSchedule schedule;
    @Inject Clock clock;

    private int alerted;

    /** The reader's next hour: a full hour may pass while a test runs. */
    private Instant slot;

    @BeforeEach
    void begin() {
        await().atMost(Duration.ofMinutes(1)).until(tables::wasPrepared);
        EmptyTables.empty(
                database,
                "subscriber, subscription, suppression, address_failure, audience, delivery,"
                        + " edition, content, shown, candidate, paper_alias");
        alerted = settings.alertsPerReaderAndDay();
        slot = clock.instant().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(12));
        for (int other = OTHERS; other < OTHERS + 20; other++) {
            score(SampleEvents.paper(other, "Paper " + other), 1_000);
        }
    }

    private void score(PaperSummary paper, double value) {
        candidates.applyScores(
                List.of(
                        RecordSink.Change.to(
                                EventCodec.SCORE,
                                SampleEvents.score(paper, value, value, clock.instant()))));
    }

    private void withdraw(int paper) {
        candidates.applyScores(List.of(new RecordSink.Change<>(id(paper), null, "", null)));
    }

    private static String id(int paper) {
        return SampleEvents.id(paper).value();
    }

    private long subscribed(List<String> exclude) {
        return database.inTransaction(session -> {
            long subscriber =
                    session.createNativeQuery(
                                    """
                                    insert into subscriber (address, address_key, address_hash,
                                        created_at)
                                    values ('a', 'a', 'a', :now) returning id
                                    """,
                                    Long.class)
                            .setParameter("now", clock.instant())
                            .getSingleResult();
            Subscription subscription =
                    new Subscription(subscriber, interest(exclude), clock.instant(), "here");
            subscription.confirm(clock.instant(), null, "here", "test");
            session.insert(subscription);
            return subscription.id();
        });
    }

    private Interest interest(List<String> exclude) {
        return new Interest(
                Frequency.INSTANT,
                ZoneOffset.UTC,
                slot.atZone(ZoneOffset.UTC).getHour(),
                List.of(),
                List.of(),
                exclude,
                List.of(),
                50.0,
                LIMIT);
    }

    /** The first of these are alerts, the rest is left over. */
    private void breakOut(int papers) {
        breakOut(1, papers);
    }

    /** By the hour of the digest all gain less. */
    private void breakOut(int from, int to) {
        for (int number = from; number <= to; number++) {
            PaperSummary paper = SampleEvents.paper(number, "Paper " + number);
            alerts.apply(
                    List.of(
                            RecordSink.Change.to(
                                    EventCodec.BREAKOUT,
                                    SampleEvents.breakout(paper, 60, clock.instant()))));
            score(paper, 1 + 1.0 / number);
        }
    }

    /** The papers of all digests, after one is planned so long after the slot. */
    private List<String> digest(Duration late) {
        Clock later = Clock.fixed(slot.plus(late), ZoneOffset.UTC);
        int _ = new EditionPlanner(database, settings, schedule, Traces.OFF, later).planDue();
        new DigestComposer(
                        database,
                        candidates,
                        messages,
                        settings,
                        schedule,
                        new WorkSignal(),
                        Traces.OFF,
                        clock,
                        Runnable::run)
                .composeAll();
        return strings(
                "select n.paper_id from delivery d join shown n on n.content_id = d.content_id"
                        + " where d.state = 'PLANNED' and d.local_period not like 'alert/%'"
                        + " order by n.paper_id");
    }

    private String text() {
        return strings(
                        "select s.body_text from delivery d join content s on s.id = d.content_id"
                                + " where d.state = 'PLANNED' and d.local_period not like 'alert/%'")
                .getFirst();
    }

    private List<String> strings(String sql) {
        return database.inTransaction(
                session -> session.createNativeQuery(sql, String.class).getResultList());
    }

    private static List<String> ids(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(LeftOverAlertsIT::id).toList();
    }

    /** However many other papers pass and gain more, and however few papers the list has. */
    @Test
    void bringsAllThatIsLeftOverBeforeOthers() {
        subscribed(List.of());
        int leftOver = 3 * LIMIT;
        breakOut(alerted + leftOver);

        List<String> papers = digest(SOON);

        assertThat(papers)
                .containsAll(ids(alerted + 1, alerted + leftOver))
                .doesNotContainAnyElementsOf(ids(1, alerted))
                .hasSize(leftOver + LIMIT);
        assertThat(text().indexOf("Paper " + (alerted + leftOver)))
                .isBetween(1, text().indexOf("Paper " + OTHERS));
    }

    @Test
    void bringsEachPaperOnceAsWhatItIsNow() {
        subscribed(List.of());
        breakOut(alerted + 6);
        withdraw(alerted + 1);
        merge(100, alerted + 2, alerted + 3); // Two that are left over are one.
        merge(101, 1, alerted + 4); // One that is left over is one that came.

        assertThat(digest(SOON))
                .contains(id(100), id(alerted + 5), id(alerted + 6))
                .doesNotContain(id(101))
                .doesNotContainAnyElementsOf(ids(alerted + 1, alerted + 4));
        assertThat(text()).containsOnlyOnce(". Paper 100\n");
    }

    private void merge(int into, int... papers) {
        score(
                SampleEvents.paper(
                        into,
                        "Paper " + into,
                        IntStream.of(papers).mapToObj(SampleEvents::id).toArray(PaperId[]::new)),
                60);
        IntStream.of(papers).forEach(this::withdraw);
    }

    @Test
    void bringsNoneThatTheReaderDoesNotWantAnyMore() {
        long subscription = subscribed(List.of());
        breakOut(alerted + 2);
        exclude(subscription, "paper " + (alerted + 1));

        assertThat(digest(SOON)).contains(id(alerted + 2)).doesNotContain(id(alerted + 1));
    }

    private void exclude(long subscription, String words) {
        database.run(session ->
                session.createNativeMutationQuery(
                                "update subscription set exclude = :exclude, filter_key = 'other'"
                                        + " where id = :id")
                        .setParameter("exclude", new String[] {words})
                        .setParameter("id", subscription)
                        .executeUpdate());
    }

    @Test
    void saysHowManyAreTooMuchForAMail() {
        subscribed(List.of());
        breakOut(alerted + DigestSelection.MOST_LEFT_OVER + 3);

        List<String> papers = digest(SOON);

        assertThat(text().replace('\n', ' ')).contains("3 more are left out");
        int last = alerted + DigestSelection.MOST_LEFT_OVER;
        assertThat(papers)
                .contains(id(alerted + 1))
                .doesNotContainAnyElementsOf(ids(last + 1, last + 3));
    }

    @Test
    void sendsNoDigestWhereWhatIsLeftOverIsGone() {
        subscribed(List.of());
        breakOut(alerted + 1);
        withdraw(alerted + 1);

        assertThat(digest(SOON)).isEmpty();
        assertThat(reasons()).containsExactly("nothing passed");
    }

    @Test
    void sendsNoDigestWhereWhatIsLeftOverIsNotWantedAnyMore() {
        long subscription = subscribed(List.of());
        breakOut(alerted + 1);
        exclude(subscription, "paper");

        assertThat(digest(SOON)).isEmpty();
        assertThat(reasons()).containsExactly("nothing passed");
    }

    @Test
    void sendsNoDigestWhereWhatIsLeftOverWasSent() {
        subscribed(List.of());
        breakOut(alerted + 1);
        merge(100, 1, alerted + 1);

        assertThat(digest(SOON)).isEmpty();
        assertThat(reasons()).containsExactly("already seen");
    }

    /** Why there was no digest. */
    private List<String> reasons() {
        return strings(
                "select reason from delivery where local_period is null and"
                        + " reason <> 'enough today'");
    }

    /** Whoever stops a breakout's edition wants nobody to be mailed its paper. */
    @Test
    void bringsNoneWhoseAlertWasStopped() {
        subscribed(List.of());
        breakOut(alerted + 2);
        database.run(session ->
                session.createNativeMutationQuery(
                                "update edition set stopped_at = :now, stop_reason = 'a fault'"
                                        + " where starts_with(edition_key, :key)")
                        .setParameter("now", clock.instant())
                        .setParameter("key", "ALERT/" + id(alerted + 1) + "/")
                        .executeUpdate());

        assertThat(digest(SOON)).contains(id(alerted + 2)).doesNotContain(id(alerted + 1));
    }

    @Test
    void bringsThemOnTheNextDayWhereTheServiceWasAwayForLong() {
        subscribed(List.of());
        breakOut(alerted + 1);

        assertThat(digest(settings.catchUp(MailKind.DAILY).plus(SOON))).isEmpty();
        assertThat(digest(SOON.plusDays(1))).contains(id(alerted + 1));
    }

    /** The reader changes the hour, and more papers take off, after the digest of a day. */
    @Test
    void bringsThemOnTheNextDayWhereTheDayHadItsDigest() {
        subscribed(List.of());
        breakOut(alerted + 1);
        assertThat(digest(SOON)).contains(id(alerted + 1));
        breakOut(alerted + 2, alerted + 2);
        int hour = slot.atZone(ZoneOffset.UTC).getHour();
        int other = hour == 0 ? 1 : hour - 1; // On the same day.
        Duration later = Duration.ofHours(other - hour).plus(SOON);
        database.run(session ->
                session.createNativeMutationQuery(
                                "update subscription set hour = :hour, next_slot = :slot")
                        .setParameter("hour", other)
                        .setParameter("slot", slot.plus(Duration.ofHours(other - hour)))
                        .executeUpdate());

        assertThat(digest(later)).doesNotContain(id(alerted + 2));
        assertThat(reasons()).containsExactly("already mailed");
        assertThat(digest(later.plusDays(1))).contains(id(alerted + 2));
    }

    @Test
    void bringsNothingTwice() {
        subscribed(List.of());
        breakOut(alerted + 2);
        assertThat(digest(SOON)).contains(id(alerted + 1));
        database.run(session ->
                session.createNativeMutationQuery("update subscription set next_slot = :slot")
                        .setParameter("slot", slot.plus(Duration.ofDays(1)))
                        .executeUpdate());

        assertThat(digest(SOON.plusDays(1))).hasSize(2 + LIMIT);
    }
}
