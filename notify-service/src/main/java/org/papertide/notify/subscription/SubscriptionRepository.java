package org.papertide.notify.subscription;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.processing.Find;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;
import org.jspecify.annotations.NullUnmarked;

/**
 * The tables {@code subscriber} and {@code subscription}, within a session's transaction.
 *
 * <p>The ledger's planning statements read the view {@code active_subscription}, which this package
 * publishes for them.
 */
public interface SubscriptionRepository {

    StatelessSession session();

    /**
     * The subscriber of this mailbox, made if there is none, and locked: requests for one address
     * follow one another.
     */
    default Subscriber lockSubscriber(MailAddress address, Instant now) {
        insertSubscriber(address.value(), address.key(), address.hash(), now);
        return lockSubscriberByKey(address.key())
                .flatMap(this::findSubscriber)
                .orElseThrow(() -> new IllegalStateException("subscriber just erased"));
    }

    @SQL(
            """
            insert into subscriber (address, address_key, address_hash, created_at)
            values (:address, :addressKey, :addressHash, :createdAt) on conflict do nothing
            """)
    int insertSubscriber(String address, String addressKey, String addressHash, Instant createdAt);

    @SQL("select id from subscriber where address_key = :addressKey for update")
    Optional<Long> lockSubscriberByKey(String addressKey);

    @Find
    Optional<Subscriber> findSubscriber(long id);

    /** Deletes the subscriber and, by the foreign key, all their subscriptions. */
    @HQL("delete from subscriber where id = :id")
    int deleteSubscriber(long id);

    /** The subscription, or the one that it was merged into; locked until the transaction ends. */
    default Optional<Subscription> lock(long id) {
        Subscription found = session().get(Subscription.class, id, LockMode.PESSIMISTIC_WRITE);
        if (found == null || found.mergedInto() == null) {
            return Optional.ofNullable(found);
        }
        return Optional.ofNullable(
                session().get(Subscription.class, found.mergedInto(), LockMode.PESSIMISTIC_WRITE));
    }

    /** The oldest subscription of this interest and state. */
    @HQL(
            """
            from subscription where subscriberId = :subscriberId and filterKey = :filterKey
                and state = :state order by id limit 1
            """)
    Optional<Subscription> find(long subscriberId, String filterKey, Subscription.State state);

    /** All of a subscriber, whatever their state, oldest first. */
    @HQL("from subscription where subscriberId = :subscriberId order by id")
    List<Subscription> ofSubscriber(long subscriberId);

    /** How many other active subscriptions the same subscriber has. */
    @HQL(
            """
            select count(*) from subscription
            where subscriberId = :subscriberId and id <> :id and state = ACTIVE
            """)
    long countOtherActive(long subscriberId, long id);

    /** Those of these that are active. */
    @SQL("select * from subscription where id = any(:ids) and state = 'ACTIVE'")
    List<Subscription> findActive(Long[] ids);

    /** One active subscription of each distinct alert filter. */
    @SQL(
            """
            select distinct on (filter_key) * from subscription
            where state = 'ACTIVE' and frequency = 'INSTANT' order by filter_key, id
            """)
    List<Subscription> alertFilters();

    /** Where mails of these subscriptions go, and whether they may still be sent. */
    @SQL(
            """
            select s.id, s.state, p.address, p.address_hash, x.address_hash is not null
            from subscription s join subscriber p on p.id = s.subscriber_id
                left join suppressed_address x on x.address_hash = p.address_hash
            where s.id = any(:ids)
            """)
    List<Recipient> recipients(Long[] ids);

    /**
     * Those who share a slot, among active subscriptions whose next slot is at {@code until} or
     * before.
     */
    @SQL(
            """
            select distinct frequency, timezone, hour from subscription
            where state = 'ACTIVE' and next_slot <= :until order by 1, 2, 3
            """)
    List<SlotGroup> due(Instant until);

    /** The hours of those of these that are active and wait for no slot. */
    @SQL(
            """
            select distinct frequency, timezone, hour from subscription
            where id = any(:ids) and state = 'ACTIVE' and next_slot is null order by 1, 2, 3
            """)
    List<SlotGroup> withoutSlot(Long[] ids);

    /** Gives those of these that share an hour, and wait for no slot, their next one. */
    @SQL(
            """
            update subscription set next_slot = :next
            where id = any(:ids) and state = 'ACTIVE' and timezone = :timezone and hour = :hour
                and next_slot is null
            """)
    int giveSlot(Long[] ids, String timezone, int hour, Instant next);

    /**
     * Moves everyone of a group who is due to their next slot; null for alerts, which have none.
     */
    @SQL(
            """
            update subscription set next_slot = cast(:next as timestamptz)
            where state = 'ACTIVE' and frequency = :frequency and timezone = :timezone
                and hour = :hour and next_slot <= :now
            """)
    @NullUnmarked
    int moveOn(String frequency, String timezone, int hour, Instant next, Instant now);
}
