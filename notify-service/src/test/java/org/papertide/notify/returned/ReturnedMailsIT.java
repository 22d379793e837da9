package org.papertide.notify.returned;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.bounce.ReturnedMail.Kind;
import org.papertide.notify.AtOnce;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.ledger.AccountRepository_;
import org.papertide.notify.returned.ReturnedMailSink.Taken;
import org.papertide.notify.subscription.MailAddress;
import org.papertide.notify.subscription.Subscriber;
import org.papertide.notify.subscription.Subscription;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.notify.suppression.AddressHashes;
import org.papertide.notify.suppression.Suppressed;
import org.papertide.notify.suppression.Suppressions;
import org.papertide.notify.token.Tokens;
import org.papertide.notify.traffic.Traffic;
import org.papertide.platform.database.Database;
import org.papertide.testing.PapertideTestResource;

@QuarkusTest
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "notify"))
class ReturnedMailsIT {

    private static final String DOMAIN = "papertide.localhost";
    private static final AtomicLong NAMES = new AtomicLong();

    @Inject Database database;
    @Inject ReturnedMails mails;
    @Inject AddressHashes hashes;
    @Inject Tokens tokens;
    @Inject Clock clock;
    @Inject ReturnAddresses addresses;
    @Inject ReturnedMailCounts counts;
    @Inject Traffic traffic;

    /** A reader with two subscriptions, of which the first had a mail. */
    private record Reader(
            String address, long subscriber, long subscription, long other, long delivery) {}

    @BeforeEach
    void isReady() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
    }

    private Reader reader() {
        return reader("example.org");
    }

    private Reader reader(String domain) {
        MailAddress parsed = new MailAddress("returned" + NAMES.incrementAndGet(), domain);
        String address = parsed.local() + "@" + domain;
        return database.inTransaction(session -> {
            Subscriber subscriber =
                    new SubscriptionRepository_(session)
                            .lockSubscriber(parsed, hashes.of(parsed.plainHash()), clock.instant());
            long subscription = subscribe(session, subscriber.id(), Frequency.DAILY);
            long other = subscribe(session, subscriber.id(), Frequency.WEEKLY);
            long delivery = deliver(session, subscriber.id(), subscription);
            return new Reader(address, subscriber.id(), subscription, other, delivery);
        });
    }

    private long subscribe(StatelessSession session, long subscriber, Frequency frequency) {
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
                        10);
        Subscription subscription =
                new Subscription(subscriber, interest, clock.instant(), "192.0.2.0/24");
        subscription.confirm(clock.instant(), null, "192.0.2.0/24", "v1");
        session.insert(subscription);
        return subscription.id();
    }

    private long edition(StatelessSession session) {
        return session.createNativeQuery(
                        """
                        insert into edition (edition_key, kind, as_of, planned_at, expires_at,
                            composed_at, closed_at)
                        values (:key, 'DAILY', :now, :now, :now, :now, :now) returning id
                        """,
                        Long.class)
                .setParameter("key", "returned " + NAMES.incrementAndGet())
                .setParameter("now", clock.instant())
                .getSingleResult();
    }

    private long deliver(StatelessSession session, long subscriber, long subscription) {
        return deliver(session, edition(session), subscriber, subscription);
    }

    private long deliver(
            StatelessSession session, long edition, long subscriber, long subscription) {
        return session.createNativeQuery(
                        """
                        insert into delivery (edition_id, subscription_id, subscriber_id, state,
                            priority, settled_at)
                        values (:edition, :subscription, :subscriber, 'ACCEPTED', 1, :now)
                        returning id
                        """,
                        Long.class)
                .setParameter("edition", edition)
                .setParameter("subscription", subscription)
                .setParameter("subscriber", subscriber)
                .setParameter("now", clock.instant())
                .getSingleResult();
    }

    private long anotherDelivery(Reader reader) {
        return database.inTransaction(
                session -> deliver(session, reader.subscriber(), reader.subscription()));
    }

    private String bounceAddress(long delivery) {
        return "b+" + tokens.issue(Tokens.Kind.BOUNCE, delivery) + "@" + DOMAIN;
    }

    private static byte[] mail(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bounce(String to, String about, String status, String id) {
        return bounce(to, about, status, id, "was refused");
    }

    private static byte[] bounce(String to, String about, String status, String id, String words) {
        return mail(
                """
                From: MAILER-DAEMON@mx.example.net
                To: <%s>
                Message-ID: <%s@mx.example.net>
                Subject: Undelivered Mail Returned to Sender
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary="b"

                --b
                Content-Type: text/plain

                Your mail to <%s> was not delivered.
                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example.net

                Final-Recipient: rfc822; %s
                Action: failed
                Status: %s
                Diagnostic-Code: smtp; 550 %s <%s> %s
                --b--
                """
                        .formatted(to, id, about, about, status, status, about, words));
    }

    private Optional<Suppressed> suppression(String address) {
        return database.inTransaction(
                session -> Suppressions.find(session, hashes.of(MailAddress.plainHash(address))));
    }

    private Subscription.State state(long subscription) {
        return database.inTransaction(session ->
                new SubscriptionRepository_(session)
                        .findSubscription(subscription)
                        .orElseThrow()
                        .state());
    }

    private static Report report(Kind kind, @Nullable String code, String key) {
        return new Report(kind, code, "words of a server", "words of a server", key);
    }

    private void apply(long delivery, Kind kind, @Nullable String code, String key) {
        boolean _ = mails.apply(new Subject.OfDelivery(delivery), report(kind, code, key));
    }

    private void applyNextDay(long delivery, Kind kind, @Nullable String code, String key) {
        boolean _ = after(1).apply(new Subject.OfDelivery(delivery), report(kind, code, key));
    }

    private ReturnedMails after(int days) {
        Clock later = Clock.offset(clock, Duration.ofDays(days));
        return new ReturnedMails(database, addresses, counts, traffic, later);
    }

    @Test
    void suppressesWhomTheTokenNamesAndNobodyElse() {
        Reader named = reader();
        Reader inTheText = reader();
        Taken taken =
                mails.take(
                        bounce(
                                bounceAddress(named.delivery()),
                                inTheText.address(),
                                "5.1.1",
                                "victim"));
        assertThat(taken).isEqualTo(new Taken.Applied(Kind.HARD));
        assertThat(suppression(named.address())).isPresent();
        assertThat(suppression(inTheText.address())).isEmpty();
    }

    @Test
    void keepsNoAddressInTheReason() {
        Reader reader = reader();
        mails.take(bounce(bounceAddress(reader.delivery()), reader.address(), "5.1.1", "reason"));
        String reason = suppression(reader.address()).orElseThrow().reason();
        assertThat(reason)
                .startsWith("returned: ")
                .contains("5.1.1")
                .doesNotContain("example.org")
                .doesNotContain(reader.address().substring(0, reader.address().indexOf('@')));
    }

    @Test
    void changesNothingForAForgedToken() {
        Reader reader = reader();
        Taken taken =
                mails.take(
                        bounce(
                                "b+" + "a".repeat(42) + "@" + DOMAIN,
                                reader.address(),
                                "5.1.1",
                                "f"));
        assertThat(taken).isInstanceOf(Taken.Unaddressed.class);
        assertThat(suppression(reader.address())).isEmpty();
    }

    /** Words without a code count on two days before they suppress, and only of two mails. */
    @Test
    void countsAMailOnceWhicheverWayItComes() {
        Reader reader = reader();
        apply(reader.delivery(), Kind.HARD, "550", "same mail");
        apply(reader.delivery(), Kind.HARD, "550", "same mail");
        apply(reader.delivery(), Kind.HARD, "550", "another report of the same mail");
        apply(anotherDelivery(reader), Kind.HARD, "550", "another mail of the same day");
        assertThat(suppression(reader.address())).isEmpty();
        applyNextDay(anotherDelivery(reader), Kind.HARD, "550", "same mail");
        assertThat(suppression(reader.address())).isPresent();
    }

    @Test
    void suppressesADisabledMailboxOnTheSecondDay() {
        Reader reader = reader();
        apply(reader.delivery(), Kind.SOFT, "5.2.1", "one");
        assertThat(suppression(reader.address())).isEmpty();
        applyNextDay(anotherDelivery(reader), Kind.HARD, "5.2.1", "two");
        assertThat(suppression(reader.address())).isPresent();
    }

    private void comesBack(Reader reader, int day, String status, String words) {
        byte[] mail =
                bounce(
                        bounceAddress(anotherDelivery(reader)),
                        reader.address(),
                        status,
                        "day" + day + "of" + reader.delivery(),
                        words);
        assertThat(after(day).take(mail)).isInstanceOf(Taken.Applied.class);
    }

    /** It accepts all mails, and returns all of them. */
    @ParameterizedTest
    @CsvSource({
        "5.4.6, Unusual sending activity detected, false",
        "5.2.0, STOREDRV.Submission; OutboundSpamException, false",
        "5.2.1, account disabled, false",
        "4.4.1, connect to mx[192.0.2.1]:25: Connection timed out, true",
    })
    void suppressesNobodyForWhatARelayReturnsOfSeveralReceiversThatItReached(
            String status, String words, boolean suppressed) {
        Reader one = reader("one.example");
        Reader two = reader("two.example");
        for (int day = 0; day < 6; day++) {
            comesBack(one, day, status, words);
            comesBack(two, day, status, words);
        }
        assertThat(suppression(one.address()).isPresent()).isEqualTo(suppressed);
        assertThat(suppression(two.address()).isPresent()).isEqualTo(suppressed);
    }

    /**
     * All readers are of one receiver: most of what the relay took comes back, or a part of it, or
     * it comes back of an edition before.
     */
    @ParameterizedTest
    @CsvSource({
        "5.4.6, 10, 0, 0, enough of you, false",
        "4.4.7, 10, 0, 0, delivery time expired, false",
        "5.4.6, 15, 10, 0, more than enough, false",
        "5.4.6, 10, 100, 0, enough of it, true",
        "5.4.6, 4, 0, 20, enough of another, true",
        "5.4.6, 9, 0, 0, enough of few, true"
    })
    void suppressesNobodyWhereMostOfAnEditionComesBackAlike(
            String code, int many, int others, int before, String words, boolean suppressed) {
        List<Reader> readers =
                IntStream.range(0, many).mapToObj(_ -> reader("corp.example")).toList();
        List<Reader> ofBefore =
                IntStream.range(0, before).mapToObj(_ -> reader("corp.example")).toList();
        for (int day = 0; day < 6; day++) {
            ReturnedMails then = after(day);
            long edition = database.inTransaction(this::edition);
            for (Reader reader : ofBefore) {
                Report report = new Report(Kind.SOFT, code, "enough", words, "before " + day);
                boolean _ = then.apply(new Subject.OfDelivery(anotherDelivery(reader)), report);
            }
            database.run(session -> {
                for (int other = 0; other < others; other++) {
                    deliver(session, edition, -1 - other, -1 - other);
                }
            });
            for (Reader reader : readers) {
                long mail =
                        database.inTransaction(session ->
                                deliver(
                                        session,
                                        edition,
                                        reader.subscriber(),
                                        reader.subscription()));
                Report report = new Report(Kind.SOFT, code, "enough", words, "enough " + mail);
                boolean _ = then.apply(new Subject.OfDelivery(mail), report);
            }
        }
        assertThat(readers)
                .allSatisfy(reader ->
                        assertThat(suppression(reader.address()).isPresent())
                                .isEqualTo(suppressed));
    }

    /** The last two of them, one of which the relay holds for lasting. */
    @Test
    void suppressesNobodyWhereTheLastOfManyComeBackAtOnce() {
        List<Reader> readers =
                IntStream.range(0, Suppressions.MANY)
                        .mapToObj(_ -> reader("once.example"))
                        .toList();
        for (int day = 0; day < 2; day++) {
            ReturnedMails then = after(day);
            List<Long> deliveries = ofOneEdition(readers);
            List<Runnable> returns =
                    IntStream.range(0, readers.size())
                            .<Runnable>mapToObj(number ->
                                    () -> {
                                        Kind kind = number == 0 ? Kind.HARD : Kind.SOFT;
                                        String key = "once " + deliveries.get(number);
                                        Report report =
                                                new Report(kind, "5.2.1", "no", "no more", key);
                                        boolean _ =
                                                then.apply(
                                                        new Subject.OfDelivery(
                                                                deliveries.get(number)),
                                                        report);
                                    })
                            .toList();
            returns.subList(2, returns.size()).forEach(Runnable::run);
            AtOnce.run(database, "suppression", returns.get(0), returns.get(1));
        }
        assertThat(readers)
                .allSatisfy(reader -> assertThat(suppression(reader.address())).isEmpty());
    }

    /** What a relay says of all that it took, it says of itself, whatever it blames. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "5.1.1, 12, 0, false",
                "5.1.2, 12, 0, false",
                "5.1.3, 12, 0, false",
                "5.1.6, 12, 9, false",
                "5.1.10, 12, 0, false",
                "5.0.0, 12, 0, false",
                "5.2.0, 12, 9, false",
                "5.3.0, 12, 0, false",
                "550, 12, 0, false",
                "none, 12, 0, false",
                "5.1.1, 10, 990, true",
                "5.0.0, 10, 990, true",
                "5.1.1, 10, 10, true",
                "5.1.1, 9, 0, true"
            })
    void suppressesNobodyAsGoneWhereMostOfAnEditionComesBackSo(
            @Nullable String code, int many, int others, boolean suppressed) {
        List<Reader> readers =
                IntStream.range(0, many)
                        .mapToObj(number -> reader("r" + number + ".example"))
                        .toList();
        for (int day = 0; day < 2; day++) {
            ReturnedMails then = after(day);
            List<Long> deliveries = ofOneEdition(readers, others);
            for (int number = 0; number < many; number++) {
                String words = "no such user, says server " + "abcdefghijklmn".charAt(number);
                String key = "gone " + deliveries.get(number);
                Report report = new Report(Kind.HARD, code, words, words, key);
                boolean _ = then.apply(new Subject.OfDelivery(deliveries.get(number)), report);
            }
        }
        assertThat(readers)
                .allSatisfy(reader ->
                        assertThat(suppression(reader.address()).isPresent())
                                .isEqualTo(suppressed));
    }

    /**
     * Of twelve people with a second subscription each, and fifty webhooks, all twelve came back.
     */
    @Test
    void comparesWhatComesBackWithPeopleAndNotWithWebhooks() {
        List<Reader> readers =
                IntStream.range(0, 12).mapToObj(_ -> reader("twofold.example")).toList();
        List<Long> deliveries = ofOneEdition(readers);
        database.run(session -> {
            long edition = editionOf(session, deliveries.getFirst());
            for (Reader reader : readers) {
                deliver(session, edition, reader.subscriber(), reader.subscription() + 1_000_000);
            }
            for (int webhook = 1; webhook <= 50; webhook++) {
                long event = deliver(session, edition, -webhook, -webhook);
                session.createNativeMutationQuery(
                                "update delivery set receiver = :receiver where id = :id")
                        .setParameter("receiver", "https://example.org:" + webhook)
                        .setParameter("id", event)
                        .executeUpdate();
            }
        });
        for (int number = 0; number < readers.size(); number++) {
            apply(deliveries.get(number), Kind.HARD, "5.1.1", "twofold " + number);
        }
        assertThat(readers)
                .allSatisfy(reader -> assertThat(suppression(reader.address())).isEmpty());
    }

    private static long editionOf(StatelessSession session, long delivery) {
        return session.createNativeQuery(
                        "select edition_id from delivery where id = :id", Long.class)
                .setParameter("id", delivery)
                .getSingleResult();
    }

    /** Midnight in UTC, by which failures count, is in the middle of what comes back. */
    @Test
    void comparesWhatComesBackOfAnEditionOnWhateverDay() {
        List<Reader> readers =
                IntStream.range(0, 12).mapToObj(_ -> reader("midnight.example")).toList();
        List<Long> deliveries = ofOneEdition(readers);
        for (int number = 0; number < readers.size(); number++) {
            Report report = report(Kind.HARD, "5.1.1", "midnight " + number);
            boolean _ =
                    after(number % 2).apply(new Subject.OfDelivery(deliveries.get(number)), report);
        }
        assertThat(readers)
                .allSatisfy(reader -> assertThat(suppression(reader.address())).isEmpty());
    }

    /** Whoever was suppressed for something else stays so when the rest comes back. */
    @Test
    void letsOnlyThoseBeMailedAgainWhomTheSameSuppressed() {
        List<Reader> readers =
                IntStream.range(0, 12).mapToObj(_ -> reader("again.example")).toList();
        Reader goneBefore = readers.get(0);
        Reader complains = readers.get(1);
        apply(goneBefore.delivery(), Kind.HARD, "5.1.1", "before");
        List<Long> deliveries = ofOneEdition(readers);
        for (int number = 0; number < readers.size(); number++) {
            applyNextDay(deliveries.get(number), Kind.HARD, "5.1.1", "again " + number);
            if (number == 1) {
                assertThat(suppression(complains.address())).isPresent();
                applyNextDay(deliveries.get(number), Kind.COMPLAINT, null, "complains");
            }
        }
        assertThat(suppression(goneBefore.address())).isPresent();
        assertThat(suppression(complains.address())).map(Suppressed::reason).contains("complaint");
        assertThat(readers.subList(2, readers.size()))
                .allSatisfy(reader -> assertThat(suppression(reader.address())).isEmpty());
    }

    private List<Long> ofOneEdition(List<Reader> readers, int others) {
        List<Long> deliveries = ofOneEdition(readers);
        database.run(session -> {
            long edition =
                    new AccountRepository_(session).editionOf(deliveries.getFirst()).orElseThrow();
            for (int other = 0; other < others; other++) {
                deliver(session, edition, -1 - other, -1 - other);
            }
        });
        return deliveries;
    }

    private List<Long> ofOneEdition(List<Reader> readers) {
        return database.inTransaction(session -> {
            long edition = edition(session);
            return readers.stream()
                    .map(reader ->
                            deliver(session, edition, reader.subscriber(), reader.subscription()))
                    .toList();
        });
    }

    /** For people both were "the mailbox is disabled for now"; each receiver has its own words. */
    @Test
    void comparesTheWordsOfReceiversAndNotWhatTheyMean() {
        Reader one = reader("one.example");
        Reader two = reader("two.example");
        for (int day = 0; day < 2; day++) {
            comesBack(one, day, "5.2.1", "The account is disabled, write to its owner");
            comesBack(two, day, "5.2.1", "This account has been disabled by us");
        }
        assertThat(suppression(one.address())).isPresent();
        assertThat(suppression(two.address())).isPresent();
    }

    @Test
    void suppressesNobodyByPolicyOrAutomaticReplies() {
        Reader reader = reader();
        int i = 0;
        for (Kind kind : List.of(Kind.POLICY, Kind.AUTO_REPLY, Kind.DELAYED, Kind.SUCCESS)) {
            for (int times = 0; times < 5; times++) {
                apply(anotherDelivery(reader), kind, "5.7.1", "key" + i++);
            }
        }
        assertThat(suppression(reader.address())).isEmpty();
        assertThat(state(reader.subscription())).isEqualTo(Subscription.State.ACTIVE);
    }

    @Test
    void endsAllForAReaderWhoComplains() {
        Reader reader = reader();
        apply(reader.delivery(), Kind.COMPLAINT, null, "complaint");
        assertThat(suppression(reader.address()).orElseThrow().reason()).isEqualTo("complaint");
        assertThat(state(reader.subscription())).isEqualTo(Subscription.State.ENDED);
        assertThat(state(reader.other())).isEqualTo(Subscription.State.ENDED);
    }

    @Test
    void logsByItsNameWhatAComplaintIsAbout() {
        Reader reader = reader();
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler handler = into(lines);
        Logger logger = Logger.getLogger(ReturnedMails.class.getName());
        logger.addHandler(handler);
        try {
            apply(reader.delivery(), Kind.COMPLAINT, null, "of a mail");
            boolean _ =
                    mails.apply(
                            new Subject.OfSubscription(reader.subscription()),
                            report(Kind.COMPLAINT, null, "of all"));
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(lines)
                .containsExactly(
                        "A reader complained of a mail. delivery=" + reader.delivery(),
                        "A reader complained of mails. subscription=" + reader.subscription());
    }

    private static Handler into(List<String> lines) {
        return new Handler() {
            @Override
            public void publish(LogRecord logged) {
                lines.add(logged.getMessage().formatted(logged.getParameters()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    @Test
    void endsASubscriptionByMail() {
        Reader reader = reader();
        String to =
                "u+" + tokens.issue(Tokens.Kind.UNSUBSCRIBE, reader.subscription()) + "@" + DOMAIN;
        for (int times = 0; times < 2; times++) {
            Taken taken =
                    mails.take(
                            mail(
                                    """
                                    From: somebody@example.net
                                    To: <%s>
                                    Subject: unsubscribe

                                    """
                                            .formatted(to)));
            assertThat(taken).isInstanceOf(Taken.Applied.class);
            assertThat(state(reader.subscription())).isEqualTo(Subscription.State.ENDED);
        }
        assertThat(state(reader.other())).isEqualTo(Subscription.State.ACTIVE);
        assertThat(suppression(reader.address())).isEmpty();
    }

    @Test
    void isHarmlessAfterErasure() {
        Reader reader = reader();
        database.run(session ->
                new SubscriptionRepository_(session).deleteSubscriber(reader.subscriber()));
        String again = reader.address();
        for (Kind kind : Kind.values()) {
            apply(reader.delivery(), kind, "5.1.1", "late " + kind);
            apply(Long.MAX_VALUE, kind, "5.1.1", "nobody's " + kind);
            boolean _ =
                    mails.apply(
                            new Subject.OfSubscription(reader.subscription()),
                            report(kind, null, "late " + kind));
        }
        assertThat(suppression(again)).isEmpty();
    }

    /** Bounces come within days, but a reader may call a mail unwanted a year later. */
    @Test
    void countsWhatComesAfterTheMailHasLeftTheLedger() {
        Reader late = reader();
        String to = "b+" + tokens.issueReturn(late.delivery(), late.subscription()) + "@" + DOMAIN;
        database.run(session ->
                session.createNativeMutationQuery("delete from delivery where id = :id")
                        .setParameter("id", late.delivery())
                        .executeUpdate());
        mails.take(bounce(to, late.address(), "5.1.1", "late"));
        assertThat(suppression(late.address())).isPresent();

        Reader unhappy = reader();
        boolean _ =
                mails.apply(
                        new Subject.OfDelivery(
                                Long.MAX_VALUE, OptionalLong.of(unhappy.subscription())),
                        report(Kind.COMPLAINT, null, "late complaint"));
        assertThat(state(unhappy.subscription())).isEqualTo(Subscription.State.ENDED);
        assertThat(state(unhappy.other())).isEqualTo(Subscription.State.ENDED);
    }

    /** Whoever has the address of a mail can write to it as often as they like. */
    @Test
    void keepsSoManyReportsOfAMailAndNoMore() {
        Reader reader = reader();
        for (int i = 0; i < ReturnedMails.MOST_PER_SUBJECT + 10; i++) {
            apply(reader.delivery(), Kind.UNKNOWN, null, "flood " + i);
        }
        long kept =
                database.inTransaction(session ->
                        new ReturnedMailRepository_(session)
                                .count("DELIVERY", reader.delivery(), "UNKNOWN"));
        assertThat(kept).isEqualTo(ReturnedMails.MOST_PER_SUBJECT);
        apply(reader.delivery(), Kind.COMPLAINT, null, "the last one");
        assertThat(state(reader.subscription())).isEqualTo(Subscription.State.ENDED);
    }

    /** Providers report so of every mail: there would be a row for each. */
    @Test
    void countsAMailThatWasDeliveredAndKeepsNoRow() {
        Reader reader = reader();
        long before = counts.count(Kind.SUCCESS);
        apply(reader.delivery(), Kind.SUCCESS, null, "delivered");
        assertThat(counts.count(Kind.SUCCESS)).isEqualTo(before + 1);
        assertThat(rows(reader.delivery(), Kind.SUCCESS)).isZero();
        apply(reader.delivery(), Kind.DELAYED, null, "delayed");
        assertThat(rows(reader.delivery(), Kind.DELAYED)).isEqualTo(1);
    }

    private long rows(long delivery, Kind kind) {
        return database.inTransaction(session ->
                new ReturnedMailRepository_(session).count("DELIVERY", delivery, kind.name()));
    }

    /** They are looked for every minute, in a table of all that came back. */
    @Test
    void findsComplaintsByAnIndexOfTheirOwn() {
        AtomicLong scans = new AtomicLong();
        IllegalStateException undo = new IllegalStateException("none of this stays");
        assertThatThrownBy(() ->
                        database.run(session -> {
                            // With a few rows any index is as good as another.
                            for (String statement :
                                    List.of(
                                            """
                                            insert into returned_mail
                                            select 'DELIVERY', -n, 'k', 'SOFT', null, now()
                                            from generate_series(1, 5000) n
                                            """,
                                            "analyze returned_mail",
                                            "set local plan_cache_mode = force_generic_plan")) {
                                session.createNativeMutationQuery(statement).executeUpdate();
                            }
                            var _ =
                                    new ReturnedMailRepository_(session)
                                            .complaints(
                                                    clock.instant().minus(Duration.ofDays(7)), 10);
                            scans.set(
                                    session.createNativeQuery(
                                                    "select pg_stat_get_xact_numscans("
                                                            + "cast('returned_mail_complaint' as regclass))",
                                                    Long.class)
                                            .getSingleResult());
                            throw undo;
                        }))
                .isSameAs(undo);
        assertThat(scans.get()).isPositive();
    }

    @Test
    void forgetsWhatIsOld() {
        Reader reader = reader();
        apply(reader.delivery(), Kind.UNKNOWN, null, "old");
        assertThat(mails.forgetUntil(clock.instant().minusSeconds(60))).isZero();
        assertThat(mails.forgetUntil(clock.instant())).isPositive();
    }

    @Test
    void tellsOfThemInMetrics() {
        apply(reader().delivery(), Kind.AUTO_REPLY, null, "metric");
        given().get("/q/metrics")
                .then()
                .body(containsString("papertide_returned_mail_total{kind=\"auto_reply\"}"));
    }

    @Test
    void hasNoWebhookThatIsNotSetUp() {
        for (String provider : List.of("ses", "sendgrid", "mailgun", "postmark", "other")) {
            given().body("{}").post("/api/v1/webhooks/" + provider).then().statusCode(404);
        }
    }
}
