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
import java.time.ZoneOffset;
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
class HeldAlertsIT {

    private static final int LIMIT = 4;

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

    @BeforeEach
    void begin() {
        await().atMost(Duration.ofMinutes(1)).until(tables::wasPrepared);
        EmptyTables.empty(
                database,
                "subscriber, subscription, suppression, address_failure, audience, delivery,"
                        + " edition, content, shown, candidate, paper_alias");
        alerted = settings.alertsPerReaderAndDay();
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
                (clock.instant().atZone(ZoneOffset.UTC).getHour() + 1) % 24,
                List.of(),
                List.of(),
                exclude,
                List.of(),
                50.0,
                LIMIT);
    }

    /** The first of these are alerts, the rest is held. By the hour of the digest all gain less. */
    private void breakOut(int papers) {
        for (int number = 1; number <= papers; number++) {
            PaperSummary paper = SampleEvents.paper(number, "Paper " + number);
            alerts.apply(
                    List.of(
                            RecordSink.Change.to(
                                    EventCodec.BREAKOUT,
                                    SampleEvents.breakout(paper, 60, clock.instant()))));
            score(paper, 1 + 1.0 / number);
        }
    }

    /** The papers of the digest of the next slot, as it books and as it shows them. */
    private List<String> digest(Duration ahead) {
        Clock later = Clock.offset(clock, ahead);
        int _ = new EditionPlanner(database, settings, schedule, Traces.OFF, later).planDue();
        new DigestComposer(
                        database,
                        candidates,
                        messages,
                        settings,
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
        return IntStream.rangeClosed(from, to).mapToObj(HeldAlertsIT::id).toList();
    }

    /** However many other papers pass and gain more, and however few papers the list has. */
    @Test
    void bringsAllThatWereHeldBeforeOthers() {
        subscribed(List.of());
        int held = 3 * LIMIT;
        breakOut(alerted + held);

        List<String> papers = digest(Duration.ofHours(2));

        assertThat(papers)
                .containsAll(ids(alerted + 1, alerted + held))
                .doesNotContainAnyElementsOf(ids(1, alerted))
                .hasSize(held + LIMIT);
        assertThat(text().indexOf("Paper " + (alerted + held)))
                .isBetween(1, text().indexOf("Paper " + OTHERS));
    }

    @Test
    void bringsEachPaperOnceAsWhatItIsNow() {
        subscribed(List.of());
        breakOut(alerted + 6);
        withdraw(alerted + 1);
        merge(100, alerted + 2, alerted + 3); // Two that were held are one.
        merge(101, 1, alerted + 4); // One that was held is one that came.

        assertThat(digest(Duration.ofHours(2)))
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
        database.run(session ->
                session.createNativeMutationQuery(
                                "update subscription set exclude = :exclude, filter_key = 'other'"
                                        + " where id = :id")
                        .setParameter("exclude", new String[] {"paper " + (alerted + 1)})
                        .setParameter("id", subscription)
                        .executeUpdate());

        assertThat(digest(Duration.ofHours(2)))
                .contains(id(alerted + 2))
                .doesNotContain(id(alerted + 1));
    }

    @Test
    void saysHowManyAreTooMuchForAMail() {
        subscribed(List.of());
        breakOut(alerted + DigestSelection.MOST_HELD + 3);

        List<String> papers = digest(Duration.ofHours(2));

        assertThat(text().replace('\n', ' ')).contains("3 more are left out");
        assertThat(papers).contains(id(alerted + 1)).doesNotContainAnyElementsOf(ids(61, 63));
    }

    /** Each of them was sent, or is not there any more. */
    @Test
    void sendsNoDigestWhereNothingIsLeftOver() {
        subscribed(List.of());
        breakOut(alerted + 1);
        withdraw(alerted + 1);

        assertThat(digest(Duration.ofHours(2))).isEmpty();
        assertThat(
                        strings(
                                "select reason from delivery where local_period is null and"
                                        + " reason <> 'enough today'"))
                .containsExactly("already seen");
    }

    @Test
    void bringsNothingTwice() {
        subscribed(List.of());
        breakOut(alerted + 2);
        assertThat(digest(Duration.ofHours(2))).contains(id(alerted + 1));
        database.run(session ->
                session.createNativeMutationQuery("update subscription set next_slot = :slot")
                        .setParameter("slot", clock.instant().plus(Duration.ofDays(1)))
                        .executeUpdate());

        assertThat(digest(Duration.ofHours(26))).hasSize(2 + LIMIT);
    }
}
