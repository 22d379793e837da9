package org.papertide.notify.subscription;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.processing.Find;
import org.hibernate.annotations.processing.HQL;
import org.hibernate.annotations.processing.SQL;

/**
 * The tables {@code subscriber} and {@code subscription}, within a session's transaction.
 *
 * <p>The ledger's planning statements read the view {@code active_subscription}, which this package
 * publishes for them. Ten ids or ten thousand, {@code any(array(select unnest(:ids)))} looks each
 * up by the index.
 */
public interface SubscriptionRepository {

    StatelessSession session();

    /**
     * The subscriber of this mailbox, made if there is none, and locked: requests for one address
     * follow one another.
     *
     * @param addressHash what suppression knows the mailbox by
     */
    default Subscriber lockSubscriber(MailAddress address, String addressHash, Instant now) {
        insertSubscriber(address.value(), address.key(), addressHash, now);
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

    /** The subscriber of this mailbox. */
    @SQL("select id from subscriber where address_key = :addressKey")
    Optional<Long> findSubscriberByKey(String addressKey);

    /** Locks a subscriber until the transaction ends; empty if there is none any more. */
    @SQL("select id from subscriber where id = :id for update")
    Optional<Long> lockSubscriberById(long id);

    @Find
    Optional<Subscription> findSubscription(long id);

    /** The addresses of those of these hashes that belong to a subscriber. */
    @SQL("select address_hash, address from subscriber where address_hash = any(:addressHashes)")
    List<HashedAddress> addresses(String[] addressHashes);

    /** A hash that is under a key, if there is one. */
    @SQL("select address_hash from subscriber where address_hash like '%:%' limit 1")
    Optional<String> anyKeyedHash();

    /** Subscribers whose hash is not under this key, the first ones. */
    @SQL(
            """
            select id, address_key from subscriber
            where not starts_with(address_hash, :prefix) order by id limit :atMost
            """)
    List<MailboxName> notHashedUnder(String prefix, int atMost);

    /** Gives subscribers other hashes, row by row. */
    @SQL(
            """
            update subscriber p set address_hash = u.hash
            from unnest(:ids, :hashes) as u(id, hash) where p.id = u.id
            """)
    int setHashes(Long[] ids, String[] hashes);

    /** Deletes the subscriber and, by the foreign key, all their subscriptions. */
    @HQL("delete from subscriber where id = :id")
    int deleteSubscriber(long id);

    /**
     * Subscribers who are served nothing and wait for nothing: nothing was confirmed in time, or
     * all ended long ago. The first ones, locked until the transaction ends.
     */
    @SQL(
            """
            select p.id from subscriber p
            where p.created_at <= :unconfirmedUntil
                and not exists (select from subscription s where s.subscriber_id = p.id
                    and (s.state not in ('PENDING', 'ENDED')
                        or s.state = 'PENDING' and s.requested_at > :unconfirmedUntil
                        or s.state = 'ENDED' and s.ended_at > :endedUntil))
            order by p.id limit :atMost for update skip locked
            """)
    List<Long> unserved(Instant unconfirmedUntil, Instant endedUntil, int atMost);

    /** Requests that were not confirmed in time, the first ones; locked. */
    @SQL(
            """
            select * from subscription where state = 'PENDING' and requested_at <= :until
            order by id limit :atMost for update skip locked
            """)
    List<Subscription> unconfirmed(Instant until, int atMost);

    /** The subscription, or the one that it was merged into; locked until the transaction ends. */
    default Optional<Subscription> lock(long id) {
        Subscription found = session().get(Subscription.class, id, LockMode.PESSIMISTIC_WRITE);
        if (found == null || found.mergedInto() == null) {
            return Optional.ofNullable(found);
        }
        return Optional.ofNullable(
                session().get(Subscription.class, found.mergedInto(), LockMode.PESSIMISTIC_WRITE));
    }

    /**
     * The oldest subscription by mail of this interest and state, locked until the transaction
     * ends: whoever writes it writes all of it, and would undo what another one writes meanwhile.
     *
     * @param state its name
     */
    @SQL(
            """
            select * from subscription
            where subscriber_id = :subscriberId and filter_key = :filterKey and state = :state
                and receiver is null
            order by id limit 1 for update
            """)
    Optional<Subscription> lockAlike(long subscriberId, String filterKey, String state);

    /** All of a subscriber, whatever their state, oldest first. */
    @HQL("from subscription where subscriberId = :subscriberId order by id")
    List<Subscription> ofSubscriber(long subscriberId);

    /** How many other active subscriptions by mail the same subscriber has. */
    @HQL(
            """
            select count(*) from subscription
            where subscriberId = :subscriberId and id <> :id and state = 'ACTIVE'
                and receiver is null
            """)
    long countOtherActive(long subscriberId, long id);

    /** How many webhooks a subscriber has, whatever their state. */
    @HQL(
            """
            select count(*) from subscription
            where subscriberId = :subscriberId and receiver is not null
            """)
    long countWebhooks(long subscriberId);

    /** Whether any subscription is served by a webhook. */
    @SQL(
            """
            select exists (select from subscription where receiver is not null) as there
            """)
    boolean hasWebhooks();

    /**
     * The owner of webhooks who has no address, made if there is none, and locked.
     *
     * @param name such as {@code operator}
     */
    default Subscriber lockOwner(String name, String nameHash, Instant now) {
        insertSubscriber("", name, nameHash, now);
        return lockSubscriberByKey(name)
                .flatMap(this::findSubscriber)
                .orElseThrow(() -> new IllegalStateException("subscriber just erased"));
    }

    /** All active subscriptions. */
    @HQL("select count(*) from subscription where state = 'ACTIVE'")
    long countActive();

    /** These, whatever their state: an index of the active ones alone would be read as a whole. */
    @SQL("select * from subscription where id = any(array(select unnest(:ids)))")
    List<Subscription> findAll(Long[] ids);

    /** The same, as their digests need them. */
    @SQL(
            """
            select id, state, filter_key, timezone, receiver, confirmed_at from subscription
            where id = any(array(select unnest(:ids)))
            """)
    List<DigestReader> digestReaders(Long[] ids);

    /**
     * One active subscription of each distinct alert filter: those of the first keys after one.
     *
     * @param after empty for the first of all
     */
    @SQL(
            """
            select distinct on (filter_key) * from subscription
            where state = 'ACTIVE' and frequency = 'INSTANT' and filter_key > :after
            order by filter_key, id limit :atMost
            """)
    List<Subscription> alertFilters(String after, int atMost);

    /** The same of those with a theme. */
    @SQL(
            """
            select distinct on (filter_key) * from subscription
            where state = 'ACTIVE' and frequency = 'INSTANT' and filter_key > :after
                and theme_key is not null
            order by filter_key, id limit :atMost
            """)
    List<Subscription> alertFiltersWithThemes(String after, int atMost);

    /** Those of these subscribers who are not erased. */
    @SQL("select id from subscriber where id = any(array(select unnest(:ids)))")
    List<Long> known(Long[] ids);

    /** One subscription of a theme that has not ended. */
    @SQL(
            """
            select * from subscription where theme_key = :themeKey and state <> 'ENDED'
            order by id limit 1
            """)
    Optional<Subscription> ofTheme(String themeKey);

    /**
     * The domains that mails of these subscriptions go to; of those that are not erased, and are
     * served by mail.
     */
    @SQL(
            """
            select s.id, split_part(p.address, '@', -1) as domain
            from subscription s
                cross join lateral (
                    select address from subscriber where id = s.subscriber_id offset 0) p
            where s.id = any(array(select unnest(:ids))) and s.receiver is null
            """)
    List<SubscriptionDomain> domains(Long[] ids);

    /** Where mails of these subscriptions go, and whether they may still be sent. */
    @SQL(
            """
            select s.id, s.state, p.address, p.address_hash, x.address_hash is not null
            from subscription s
                cross join lateral (
                    select address, address_hash from subscriber
                    where id = s.subscriber_id offset 0) p
                left join lateral (
                    select address_hash from suppressed_address
                    where address_hash = p.address_hash offset 0) x on true
            where s.id = any(array(select unnest(:ids)))
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
     * Moves everyone who is due to their next slot.
     *
     * @param next by frequency, timezone and hour, such as {@code DAILY Europe/Berlin 8}, the next
     *     slot as a JSON object: null where there is none; who is not in it is left where they are
     */
    @SQL(
            """
            update subscription set next_slot = cast(cast(:next as jsonb)
                ->> (frequency || ' ' || timezone || ' ' || hour) as timestamptz)
            where state = 'ACTIVE' and next_slot <= :now
                and jsonb_exists(cast(:next as jsonb), frequency || ' ' || timezone || ' ' || hour)
            """)
    int moveOn(String next, Instant now);
}
