package org.papertide.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.papertide.events.Breakout;
import org.papertide.events.EventCodec;
import org.papertide.notify.NoWorkers;
import org.papertide.notify.SampleEvents;
import org.papertide.notify.candidate.RecordSink;
import org.papertide.notify.edition.AlertPlanner;
import org.papertide.notify.edition.TransactionalMails;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.ledger.DeliveryLedger;
import org.papertide.notify.ledger.DeliveryRepository_;
import org.papertide.notify.ledger.HeldDeliveries;
import org.papertide.notify.ledger.WorkSignal;
import org.papertide.notify.message.MessageComposer;
import org.papertide.notify.message.RenderedMessage;
import org.papertide.notify.running.Transactions;
import org.papertide.notify.subscription.Channel;
import org.papertide.notify.subscription.Subscription;
import org.papertide.notify.webhook.Target;
import org.papertide.notify.webhook.TestWebhookSettings;
import org.papertide.notify.webhook.Webhook;
import org.papertide.notify.webhook.WebhookCaller;
import org.papertide.notify.webhook.WebhookEnding;
import org.papertide.notify.webhook.WebhookSecret;
import org.papertide.notify.webhook.WebhookSecrets;
import org.papertide.notify.webhook.WebhookSettings;
import org.papertide.platform.database.Database;
import org.papertide.testing.PapertideTestResource;
import org.papertide.testing.SettableClock;
import org.papertide.testing.WebhookReceiver;
import org.papertide.testing.WebhookReceiver.Answer;
import org.papertide.testing.WebhookReceiver.Received;

/** A receiver that is down, on a clock that the test moves, and the workers of mail beside it. */
@QuarkusTest
@TestProfile(NoWorkers.class)
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "delivery"))
class WebhookOutageIT extends WholeEditions {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final WebhookSettings SETTINGS = new TestWebhookSettings(false, 100);

    @Inject WebhookSecrets secrets;
    @Inject WebhookCaller caller;
    @Inject TransactionalMails mails;
    @Inject MessageComposer composing;
    @Inject AlertPlanner alerts;

    private final SettableClock time = new SettableClock(Instant.EPOCH);
    private final WorkSignal signal = new WorkSignal();

    /** What a receiver does while it is down. */
    enum Outage {
        /** As a proxy does whose server is down. */
        SAYS_503,
        /** As a machine does that is down. */
        HANGS_UP;

        Answer answer() {
            if (this == HANGS_UP) {
                throw new IllegalStateException("the connection ends without an answer");
            }
            return Answer.of(503);
        }
    }

    private WebhookReceiver receiver() {
        WebhookReceiver receiver = new WebhookReceiver();
        open.add(receiver);
        return receiver;
    }

    private void call() {
        call(contents::findAll, Duration.ofSeconds(30));
    }

    private void call(
            Function<Set<String>, Map<String, RenderedMessage>> messages, Duration lease) {
        time.set(clock.instant());
        open.add(
                WebhookWorkers.start(
                        new WebhookWorkers.Parts(
                                often,
                                new TestSettings(2, lease),
                                SETTINGS,
                                caller,
                                new WebhookEnding(
                                        database, mails, composing, SETTINGS.endAfter(), time),
                                messages,
                                signal,
                                new DeliveryCounts(),
                                time)));
    }

    /** A subscriber who gets each breakout, by a webhook where there is a URI, else by mail. */
    private void subscribed(String address, @Nullable URI uri) {
        Instant now = clock.instant();
        database.run(session -> {
            long subscriber =
                    session.createNativeQuery(
                                    """
                                    insert into subscriber (address, address_key, address_hash, created_at)
                                    values (:address, :address, :address, :now) returning id
                                    """,
                                    Long.class)
                            .setParameter("address", address)
                            .setParameter("now", now)
                            .getSingleResult();
            Interest interest =
                    new Interest(
                            Frequency.INSTANT,
                            ZoneOffset.UTC,
                            8,
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(),
                            null,
                            10);
            Target target = uri == null ? null : new Target(uri);
            Subscription subscription =
                    target == null
                            ? new Subscription(subscriber, interest, now, "here")
                            : new Subscription(
                                    subscriber,
                                    interest,
                                    new Channel.Webhook(target.receiver()),
                                    now,
                                    "here");
            subscription.confirm(now, null, "here", "test");
            session.insert(subscription);
            if (target != null) {
                session.insert(
                        new Webhook(
                                subscription.id(),
                                target,
                                "papertide",
                                List.of("breakout"),
                                secrets.seal(WebhookSecret.random()),
                                now));
            }
        });
    }

    private void breaksOut(int paper, int level) {
        Breakout breakout =
                new Breakout(
                        SampleEvents.paper(paper, "Paper " + paper),
                        60,
                        40.0 * level,
                        level,
                        List.of(SampleEvents.reason()),
                        clock.instant());
        alerts.apply(List.of(RecordSink.Change.to(EventCodec.BREAKOUT, breakout)));
        signal.raise();
    }

    /** Moves the time on, and waits until all is tried that is due. */
    private void pass(Duration duration) {
        time.advance(duration);
        signal.raise();
        await().atMost(LONG)
                .until(() ->
                        count(
                                        """
                                        select count(*) from delivery where receiver is not null
                                            and (phase = 'HELD' or phase = 'WAITING'
                                                and local_period like '%%/1'
                                                and next_attempt_at <= timestamptz '%s')
                                        """
                                                .formatted(time.instant()))
                                == 0);
    }

    private static Map<String, List<Integer>> levels(List<Received> received) {
        Map<String, List<Integer>> levels = new TreeMap<>();
        for (Received request : received) {
            JsonPath event = JsonPath.from(request.body());
            levels.computeIfAbsent(event.getString("data.paper.id"), _ -> new ArrayList<>())
                    .add(event.getInt("data.level"));
        }
        return levels;
    }

    private static String id(int paper) {
        return SampleEvents.id(paper).value();
    }

    /** Three papers cross three bars each in an hour. */
    private void anHourOfOutage(WebhookReceiver receiver, Outage outage) {
        receiver.answer(_ -> outage.answer());
        subscribed("owner@example.org", receiver.uri("/hook"));
        call();
        for (int minute = 0; minute < 60; minute += 5) {
            if (minute % 20 == 0) {
                int level = 1 + minute / 20;
                IntStream.rangeClosed(1, 3).forEach(paper -> breaksOut(paper, level));
            }
            pass(Duration.ofMinutes(5));
        }
        assertThat(levels(receiver.received()).values())
                .as("each is tried, and none before the one below it is taken")
                .hasSize(3)
                .allSatisfy(tried -> assertThat(tried).hasSizeBetween(3, 6).containsOnly(1));
    }

    /** What waits does not wait for the pause that it had grown to. */
    @ParameterizedTest
    @EnumSource
    void getsAllInOrderAtOnceWhenItTakesAnEventAfterAnHour(Outage outage) {
        WebhookReceiver receiver = receiver();
        anHourOfOutage(receiver, outage);
        int before = receiver.received().size();
        receiver.answer(_ -> Answer.of(204));
        breaksOut(4, 1);
        await().atMost(LONG).until(() -> receiver.received().size() >= before + 10);
        assertThat(levels(receiver.received().subList(before, receiver.received().size())))
                .containsExactly(
                        Map.entry(id(1), List.of(1, 2, 3)),
                        Map.entry(id(2), List.of(1, 2, 3)),
                        Map.entry(id(3), List.of(1, 2, 3)),
                        Map.entry(id(4), List.of(1)));
        assertThat(
                        receiver.received().stream()
                                .map(request -> request.headers().get("webhook-id"))
                                .distinct())
                .as("each attempt of an event has its id")
                .hasSize(10);
    }

    /** Two events were under way, and the copy that came with the second says that it fails. */
    @Test
    void isNotEndedByAnEventThatWasClaimedBeforeAnotherWasTaken() {
        time.set(clock.instant());
        subscribed("owner@example.org", URI.create("https://receiver.example/hook"));
        WebhookEnding ending =
                new WebhookEnding(database, mails, composing, SETTINGS.endAfter(), time);
        assertThat(ending.fails(webhook(), "503")).isFalse();
        Webhook claimed = webhook();
        time.advance(SETTINGS.endAfter().plusDays(1));
        assertThat(ending.works(claimed)).isTrue();
        assertThat(ending.fails(claimed, "503")).isFalse();
        assertThat(webhook().endedAt()).isNull();
    }

    /** Of all that were claimed while it failed, one brings forward what waits. */
    @Test
    void isToldToWorkAgainOnceForEachOutage() {
        time.set(clock.instant().truncatedTo(ChronoUnit.MILLIS));
        subscribed("owner@example.org", URI.create("https://receiver.example/hook"));
        WebhookEnding ending =
                new WebhookEnding(database, mails, composing, SETTINGS.endAfter(), time);
        for (int outage = 0; outage < 2; outage++) {
            Webhook before = webhook();
            assertThat(ending.fails(before, "503")).isFalse();
            Webhook claimed = webhook();
            time.advance(WebhookEnding.OUTAGE);
            assertThat(ending.fails(claimed, "503")).isFalse();
            assertThat(ending.works(claimed)).isTrue();
            assertThat(ending.works(claimed)).isFalse();
            // It was claimed in the outage that is over: another one begins.
            assertThat(ending.fails(claimed, "503")).isFalse();
            time.advance(WebhookEnding.OUTAGE);
            assertThat(ending.works(webhook())).isTrue();
        }
    }

    /** Webhooks of one receiver, each of which recovers alone. */
    @Test
    void readsOnlyWhatWaitsForTheWebhookThatRecovers() {
        double few = readPerEvent(5);
        double many = readPerEvent(80);
        assertThat(many).isLessThan(few + 1);
    }

    private EventClaims claims() {
        HeldDeliveries held = new HeldDeliveries();
        return new EventClaims(
                database,
                new DeliveryLedger(
                        new Transactions<>(database, DeliveryRepository_::new),
                        Duration.ofMinutes(5),
                        "claims",
                        held,
                        clock),
                new WebhookRests(clock),
                clock);
    }

    private void awaitWaiting(int events) {
        await().atMost(LONG)
                .until(() ->
                        count(
                                        "select count(*) from delivery where receiver is not null"
                                                + " and phase = 'WAITING'")
                                == events);
    }

    /** Each receiver gets one before any gets a second, whatever its name. */
    @Test
    void servesTheReceiversInTurn() {
        List<String> names = List.of("a", "b", "c", "d", "e");
        for (String name : names) {
            subscribed(name + "@example.org", URI.create("https://" + name + ".example/hook"));
        }
        time.set(clock.instant());
        for (int paper = 1; paper <= 3; paper++) {
            breaksOut(paper, 1);
        }
        awaitWaiting(15);
        EventClaims claims = claims();
        ReceiverLimits limits = new ReceiverLimits(32, clock);
        List<String> served = new ArrayList<>();
        for (int atMost : new int[] {2, 1, 1, 6, 4}) {
            List<String> some =
                    claims.claim(limits, atMost).events().stream()
                            .map(event -> event.receiver().substring("https://".length()))
                            .map(receiver -> receiver.substring(0, 1))
                            .toList();
            assertThat(some).hasSize(atMost);
            served.addAll(some);
        }
        assertThat(served.subList(0, 4)).containsExactly("a", "b", "c", "d");
        assertThat(served.subList(4, 9)).as("one of each").containsExactly("e", "a", "b", "c", "d");
    }

    /** The second round goes on where it ended, though each receiver got one in the first. */
    @Test
    void fillsTheReceiversInTurn() {
        for (String name : List.of("a", "b", "c", "d")) {
            subscribed(name + "@example.org", URI.create("https://" + name + ".example/hook"));
        }
        time.set(clock.instant());
        for (int paper = 1; paper <= 5; paper++) {
            breaksOut(paper, 1);
        }
        awaitWaiting(20);
        EventClaims claims = claims();
        ReceiverLimits limits = new ReceiverLimits(32, clock);
        for (String filled : List.of("a", "b", "c")) {
            assertThat(claims.claim(limits, 6).events())
                    .extracting(event -> ReceiverLimits.host(event.receiver()).substring(0, 1))
                    .as("one of each, and two of %s", filled)
                    .containsExactly("a", "b", "c", "d", filled, filled);
        }
    }

    /** Five hundred ports of one host get no more than one does. */
    @Test
    void aHostWithManyPortsLeavesThePlacesOfOthers() {
        waitOnManyPorts();
        EventClaims.Claimed claimed = claims().claim(new ReceiverLimits(4, clock), 500);
        assertThat(claimed.events())
                .extracting(event -> ReceiverLimits.host(event.receiver()))
                .containsExactlyInAnyOrder(
                        "0.example",
                        "0.example",
                        "0.example",
                        "0.example",
                        "z.example",
                        "z.example",
                        "z.example");
        assertThat(claimed.rows()).isEqualTo(7);
    }

    /** However much waits there: else each look at it would write all of it twice. */
    @Test
    void writesNothingToWhatIsMoreThanAHostGets() {
        waitOnManyPorts();
        EventClaims claims = claims();
        ReceiverLimits limits = new ReceiverLimits(4, clock);
        Map<Long, String> before = versions();
        EventClaims.Claimed claimed = claims.claim(limits, 500);
        assertThat(written(before)).isEqualTo(claimed.rows());
        claimed.events().forEach(event -> limits.begin(event.receiver()));
        Map<Long, String> full = versions();
        for (int i = 0; i < 5; i++) {
            assertThat(claims.claim(limits, 500).rows()).isZero();
        }
        assertThat(written(full)).isZero();
        limits.giveUp(claimed.events().getFirst().receiver());
        assertThat(claims.claim(limits, 500).rows()).isOne();
        assertThat(written(full)).isOne();
    }

    /** Forty ports of a host, with three events each, and one receiver behind them. */
    private void waitOnManyPorts() {
        for (int port = 1024; port < 1064; port++) {
            subscribed(port + "@example.org", URI.create("https://0.example:" + port + "/hook"));
        }
        subscribed("z@example.org", URI.create("https://z.example/hook"));
        time.set(clock.instant());
        for (int paper = 1; paper <= 3; paper++) {
            breaksOut(paper, 1);
        }
        awaitWaiting(3 * 41);
    }

    /** Where each row is: an update moves it. */
    private Map<Long, String> versions() {
        Map<Long, String> versions = new TreeMap<>();
        database.run(session ->
                session.createNativeQuery(
                                "select id, cast(ctid as text) from delivery"
                                        + " where receiver is not null",
                                Object[].class)
                        .getResultList()
                        .forEach(row ->
                                versions.put(((Number) row[0]).longValue(), (String) row[1])));
        return versions;
    }

    private long written(Map<Long, String> before) {
        return versions().entrySet().stream()
                .filter(row -> !row.getValue().equals(before.get(row.getKey())))
                .count();
    }

    private static final int WAITING = 100;

    /** What all recoveries read, for each event that they brought forward. */
    private double readPerEvent(int webhooks) {
        Instant now = clock.instant();
        time.set(now);
        List<Double> read = new ArrayList<>();
        assertThatThrownBy(() ->
                        database.run(session -> {
                            wait(session, webhooks, now);
                            WebhookRecovery recovery =
                                    new WebhookRecovery(same(session), time, WAITING / 4);
                            long before = rowsRead(session);
                            for (int i = 1; i <= webhooks; i++) {
                                assertThat(recovery.ofWebhook(7_000_000 + i)).isEqualTo(WAITING);
                            }
                            read.add((rowsRead(session) - before) / (double) (webhooks * WAITING));
                            assertThat(waiting(session, now)).isZero();
                            throw new UnsupportedOperationException("leave nothing");
                        }))
                .isInstanceOf(UnsupportedOperationException.class);
        return read.getFirst();
    }

    /** However many there are, and all at the same instant. */
    @Test
    void bringsForwardAllThatWaitsForAReceiver() {
        Instant now = clock.instant();
        time.set(now);
        assertThatThrownBy(() ->
                        database.run(session -> {
                            wait(session, 10, now);
                            WebhookRecovery recovery = new WebhookRecovery(same(session), time, 30);
                            assertThat(recovery.ofReceiver("https://shared.example:443"))
                                    .isEqualTo(10 * WAITING);
                            assertThat(waiting(session, now)).isZero();
                            assertThat(recovery.ofReceiver("https://shared.example:443")).isZero();
                            throw new UnsupportedOperationException("leave nothing");
                        }))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    /** Events that one receiver refused for now, of so many webhooks, so many of each. */
    private static void wait(StatelessSession session, int webhooks, Instant now) {
        session.createNativeMutationQuery(
                        """
                        with made as (
                            insert into edition (edition_key, kind, as_of, planned_at, expires_at,
                                frozen_at)
                            select 'outage ' || e, 'ALERT', :now, :now, :later, :now
                            from generate_series(1, :waiting) e returning id)
                        insert into delivery (edition_id, subscription_id, subscriber_id,
                            local_period, state, priority, attempts, receiver, parked_for,
                            next_attempt_at)
                        select made.id, 7000000 + w, 7000000 + w, 'p' || made.id, 'DEFERRED', 2, 5,
                            'https://shared.example:443', 'webhook',
                            cast(:later as timestamptz) + make_interval(secs => made.id % 10)
                        from made, generate_series(1, :webhooks) w
                        """)
                .setParameter("now", now)
                .setParameter("later", now.plus(Duration.ofHours(2)))
                .setParameter("webhooks", webhooks)
                .setParameter("waiting", WAITING)
                .executeUpdate();
    }

    private static long waiting(StatelessSession session, Instant now) {
        return session.createNativeQuery(
                        "select count(*) from delivery where next_attempt_at > :now", Long.class)
                .setParameter("now", now)
                .getSingleResult();
    }

    /** Rows of scans and entries of indexes that this transaction has read so far. */
    private static long rowsRead(StatelessSession session) {
        return session.createNativeQuery(
                        """
                        select cast(sum(pg_stat_get_xact_tuples_returned(oid)) as bigint)
                        from pg_class
                        where relkind in ('r', 'i') and relnamespace = to_regnamespace('public')
                        """,
                        Long.class)
                .getSingleResult();
    }

    /** All work in one transaction. */
    private static Database same(StatelessSession session) {
        return new Database() {
            @Override
            public <T> T inTransaction(Function<StatelessSession, T> work) {
                return work.apply(session);
            }
        };
    }

    private Webhook webhook() {
        return database.inTransaction(session ->
                session.createSelectionQuery("from Webhook", Webhook.class).getSingleResult());
    }

    /** Once a week something was tried, and there is no week between in which nothing worked. */
    @Test
    void isNotEndedBeforeItFailedOnSeveralDays() {
        time.set(Instant.parse("2026-05-04T08:00:00Z"));
        subscribed("owner@example.org", URI.create("https://receiver.example/hook"));
        WebhookEnding ending =
                new WebhookEnding(database, mails, composing, SETTINGS.endAfter(), time);
        for (int attempt = 0; attempt < 9; attempt++) {
            assertThat(ending.fails(webhook(), "503")).isFalse();
            time.advance(Duration.ofHours(1));
        }
        time.advance(Duration.ofDays(7));
        assertThat(ending.fails(webhook(), "503")).as("on the second day").isFalse();
        time.advance(Duration.ofDays(7));
        assertThat(ending.fails(webhook(), "503")).as("on the third day").isTrue();
        assertThat(webhook().endReason()).isEqualTo("503");
    }

    @Test
    void isEndedAfterFiveDaysOfFailures() {
        time.set(Instant.parse("2026-05-04T08:00:00Z"));
        subscribed("owner@example.org", URI.create("https://receiver.example/hook"));
        WebhookEnding ending =
                new WebhookEnding(database, mails, composing, SETTINGS.endAfter(), time);
        for (int hours = 0; hours < 5 * 24; hours += 6) {
            assertThat(ending.fails(webhook(), "503")).isFalse();
            time.advance(Duration.ofHours(6));
        }
        assertThat(ending.fails(webhook(), "503")).isTrue();
    }

    /** As a chat service does, which counts for each webhook. */
    @Test
    void leavesOneAloneThatAskedForItAndNoOtherOfTheReceiver() {
        WebhookReceiver receiver = receiver();
        receiver.answer(request ->
                request.path().equals("/a")
                        ? new Answer(429, "", Map.of("Retry-After", "3600"))
                        : Answer.of(204));
        subscribed("a@example.org", receiver.uri("/a"));
        subscribed("b@example.org", receiver.uri("/b"));
        call();
        breaksOut(1, 1);
        pass(Duration.ofMinutes(1));
        for (int paper = 2; paper <= 7; paper++) {
            breaksOut(paper, 1);
            pass(Duration.ofMinutes(9));
        }
        assertThat(to("/b", receiver)).hasSize(7);
        assertThat(to("/a", receiver)).hasSize(1);
        receiver.answer(_ -> Answer.of(204));
        pass(Duration.ofMinutes(9));
        await().atMost(LONG).until(() -> to("/a", receiver).size() == 8);
        assertThat(to("/b", receiver)).hasSize(7);
    }

    private static List<Received> to(String path, WebhookReceiver receiver) {
        return receiver.received().stream().filter(request -> request.path().equals(path)).toList();
    }

    /** A claim that ended with an exception is taken back, whatever else is under way. */
    @Test
    void isSentOnceItsClaimHasRunOutAfterAFailureOfOurs() {
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger failures = new AtomicInteger();
        WebhookReceiver receiver = receiver();
        receiver.answer(request -> {
            if (request.body().contains("Paper 1")) {
                awaitEnd(end);
            }
            return Answer.of(204);
        });
        subscribed("owner@example.org", receiver.uri("/hook"));
        Duration lease = Duration.ofSeconds(2);
        call(
                ids -> {
                    Map<String, RenderedMessage> found = contents.findAll(ids);
                    if (found.values().stream().anyMatch(each -> each.text().contains("Paper 2"))
                            && failures.getAndIncrement() == 0) {
                        throw new IllegalStateException("away for a moment");
                    }
                    return found;
                },
                lease);
        breaksOut(1, 1);
        breaksOut(2, 1);
        time.advance(Duration.ofMinutes(1));
        signal.raise();
        await().atMost(LONG).until(() -> failures.get() == 1 && receiver.received().size() == 1);
        time.advance(lease.minusMillis(100));
        // The other one is held on, and by then so would be this one.
        await().atMost(LONG)
                .until(() -> heldUntil(time.instant().plus(lease.minusMillis(100))) == 1);
        time.advance(Duration.ofMillis(200));
        LostWorkers lost =
                new LostWorkers(
                        new Transactions<>(often, Repositories::of),
                        new TestSettings(0, lease),
                        time);
        assertThat(lost.takeBack()).isOne();
        signal.raise();
        await().atMost(LONG).until(() -> receiver.received().size() == 2);
        end.countDown();
        assertThat(receiver.received().getLast().body()).contains("Paper 2");
    }

    private long heldUntil(Instant atLeast) {
        return count(
                "select count(*) from delivery where phase = 'HELD' and lease_until >= timestamptz '%s'"
                        .formatted(atLeast));
    }

    private static void awaitEnd(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void getsAllInOrderByItsNextAttemptIfNothingNewComes() {
        WebhookReceiver receiver = receiver();
        anHourOfOutage(receiver, Outage.SAYS_503);
        int before = receiver.received().size();
        receiver.answer(_ -> Answer.of(204));
        // The longest pause that has begun: two hours and a fifth.
        for (int waited = 0; waited < 150; waited += 30) {
            pass(Duration.ofMinutes(30));
        }
        await().atMost(LONG).until(() -> receiver.received().size() >= before + 9);
        assertThat(levels(receiver.received().subList(before, receiver.received().size())))
                .containsOnlyKeys(id(1), id(2), id(3))
                .allSatisfy((_, levels) -> assertThat(levels).containsExactly(1, 2, 3));
    }

    @Test
    void isNeverCalledByTheWorkersOfMail() {
        WebhookReceiver receiver = receiver();
        subscribed("mail@example.org", null);
        subscribed("hook@example.org", receiver.uri("/hook"));
        work(2);
        for (int paper = 1; paper <= 20; paper++) {
            breaksOut(paper, 1);
        }
        await().atMost(LONG)
                .until(() ->
                        count(
                                                "select count(*) from delivery where receiver is null and"
                                                        + " state = 'ACCEPTED'")
                                        > 0
                                && count(
                                                "select count(*) from delivery where receiver is null"
                                                        + " and phase in ('WAITING', 'HELD')")
                                        == 0);
        assertThat(server.accepted())
                .allSatisfy(mail -> assertThat(mail.recipient()).isEqualTo("mail@example.org"));
        assertThat(
                        count(
                                "select count(*) from delivery where receiver is not null and state ="
                                        + " 'PLANNED' and attempts = 0 and worker is null"))
                .isEqualTo(20);

        call();
        await().atMost(LONG).until(() -> receiver.received().size() == 20);
        assertThat(levels(receiver.received())).hasSize(20);
    }
}
