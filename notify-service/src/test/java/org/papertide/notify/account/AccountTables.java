package org.papertide.notify.account;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.BeforeEach;
import org.papertide.notify.EmptyTables;
import org.papertide.notify.edition.EditionRepository;
import org.papertide.notify.edition.EditionRepository_;
import org.papertide.notify.returned.ReturnAddresses;
import org.papertide.notify.subscription.MailAddress;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.notify.suppression.AddressHashes;
import org.papertide.notify.token.TokenKeyring;
import org.papertide.notify.traffic.Traffic;
import org.papertide.platform.database.Database;
import org.papertide.testing.PapertideTestResource;

/**
 * Editions and their mails in the real database. The service books, too, whatever is committed as
 * closed: so what a test wants for itself happens in one transaction.
 */
abstract class AccountTables {

    /** Far from the ids that the service itself gives out while the test runs. */
    static final long SUBSCRIPTION = 5_000_000;

    @Inject Database database;
    @Inject Traffic traffic;
    @Inject TokenKeyring keyring;
    @Inject AddressHashes hashes;
    @Inject ReturnAddresses addresses;
    @Inject Clock service;

    Instant now = Instant.EPOCH;

    @BeforeEach
    void begin() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
        now = service.instant().truncatedTo(ChronoUnit.MILLIS);
        EmptyTables.empty(
                database,
                "edition, delivery, audience, content, shown, subscription, subscriber,"
                        + " returned_mail, suppression, mail_sum");
    }

    /** All work in one transaction. */
    static Database same(StatelessSession session) {
        return new Database() {
            @Override
            public <T> T inTransaction(Function<StatelessSession, T> work) {
                return work.apply(session);
            }
        };
    }

    /** The service books each second, and who comes while another does comes away empty. */
    Booking booking(StatelessSession session, OutcomeSink sink) {
        var _ = new EditionRepository_(session).lock(EditionRepository.BOOKING);
        return Booking.of(same(session), traffic, keyring, sink, Clock.fixed(now, ZoneOffset.UTC));
    }

    long edition(StatelessSession session, String key) {
        return session.createNativeQuery(
                        """
                        with made as (
                            insert into edition (edition_key, kind, as_of, planned_at, expires_at,
                                frozen_at, composed_at)
                            values (:key, 'DAILY', :now, :now, :soon, :now, :now) returning id)
                        select id from made
                        """,
                        Long.class)
                .setParameter("key", key)
                .setParameter("now", now)
                .setParameter("soon", now.plusSeconds(3600))
                .getSingleResult();
    }

    /** Rows of subscriptions from a number on, all alike. */
    void mails(StatelessSession session, long edition, long first, int count, String state) {
        session.createNativeMutationQuery(
                        """
                        insert into delivery (edition_id, subscription_id, subscriber_id,
                            local_period, state, reason, priority, attempts, queue_id, settled_at)
                        select :edition, g, g, 'p' || :edition, :state,
                            case :state when 'REJECTED' then '550 5.1.1 no such user'
                                when 'EXCLUDED' then 'unsubscribed' end,
                            3, 1, case :state when 'ACCEPTED' then 'q' || g end, :now
                        from generate_series(:first, :last) g
                        """)
                .setParameter("edition", edition)
                .setParameter("state", state)
                .setParameter("first", first)
                .setParameter("last", first + count - 1)
                .setParameter("now", now)
                .executeUpdate();
    }

    void close(StatelessSession session, long edition) {
        session.createNativeMutationQuery(
                        "update delivery set state = 'ACCEPTED' where edition_id = :id and state ="
                                + " 'PLANNED'")
                .setParameter("id", edition)
                .executeUpdate();
        session.createNativeMutationQuery("update edition set closed_at = :now where id = :id")
                .setParameter("now", now)
                .setParameter("id", edition)
                .executeUpdate();
    }

    Map<String, Long> sums(StatelessSession session) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        Map<String, Long> sums = new TreeMap<>();
        new MailSumRepository_(session)
                .between(today.toString(), today.toString())
                .forEach(sum -> sums.merge(sum.outcome(), sum.mails(), Long::sum));
        return sums;
    }

    Map<String, Long> sums() {
        return database.inTransaction(this::sums);
    }

    /** A subscriber with a subscription; returns the subscription's number. */
    long reader(StatelessSession session, String address) {
        SubscriptionRepository_ subscriptions = new SubscriptionRepository_(session);
        subscriptions.insertSubscriber(
                address, address, hashes.of(MailAddress.plainHash(address)), now);
        long subscriber = subscriptions.findSubscriberByKey(address).orElseThrow();
        return session.createNativeQuery(
                        """
                        with made as (
                            insert into subscription (subscriber_id, state, frequency, timezone, hour,
                                categories, include, exclude, authors, paper_limit, filter_key,
                                requested_at, confirmed_at)
                            values (:subscriber, 'ACTIVE', 'DAILY', 'UTC', 8, '{}', '{zqword}', '{}',
                                '{}', 10, 'f', :now, :now) returning id)
                        select id from made
                        """,
                        Long.class)
                .setParameter("subscriber", subscriber)
                .setParameter("now", now)
                .getSingleResult();
    }

    static RequestSpecification operator() {
        return given().header("Authorization", "Bearer " + PapertideTestResource.OPERATOR_TOKEN);
    }
}
