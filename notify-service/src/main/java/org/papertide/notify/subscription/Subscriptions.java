package org.papertide.notify.subscription;

import java.time.Instant;
import java.util.Optional;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.papertide.notify.running.Sql;

/** Subscribers and subscriptions in the database. */
public final class Subscriptions {

    /**
     * The subscriber of this mailbox, made if there is none, and locked: requests for one address
     * follow one another.
     */
    public Subscriber lockSubscriber(StatelessSession session, MailAddress address, Instant now) {
        Sql.update(
                session,
                "insert into subscriber (address, address_key, address_hash, created_at)"
                        + " values (?, ?, ?, ?) on conflict do nothing",
                address.value(),
                address.key(),
                address.hash(),
                now);
        long id =
                Sql.first(
                                session,
                                "select id from subscriber where address_key = ? for update",
                                row -> row.getLong(1),
                                address.key())
                        .orElseThrow(() -> new IllegalStateException("subscriber just erased"));
        return subscriber(session, id);
    }

    public Subscriber subscriber(StatelessSession session, long id) {
        Subscriber found = session.get(Subscriber.class, id);
        if (found == null) {
            throw new IllegalStateException("a subscription without subscriber");
        }
        return found;
    }

    /** How many opt-in mails were written to the subscriber since. */
    public int optInMails(StatelessSession session, long subscriberId, Instant since) {
        return Sql.first(
                        session,
                        """
                        select count(*) from delivery d join edition e on e.id = d.edition_id
                        where d.subscriber_id = ? and e.kind = 'OPT_IN' and e.planned_at > ?
                        """,
                        row -> row.getInt(1),
                        subscriberId,
                        since)
                .orElse(0);
    }

    public Optional<Subscription> findPending(
            StatelessSession session, long subscriberId, String filterKey) {
        return find(session, subscriberId, filterKey, Subscription.State.PENDING);
    }

    public Optional<Subscription> findActive(
            StatelessSession session, long subscriberId, String filterKey) {
        return find(session, subscriberId, filterKey, Subscription.State.ACTIVE);
    }

    private static Optional<Subscription> find(
            StatelessSession session,
            long subscriberId,
            String filterKey,
            Subscription.State state) {
        return session.createQuery(
                        "from subscription where subscriberId = :subscriber"
                                + " and filterKey = :key and state = :state order by id",
                        Subscription.class)
                .setParameter("subscriber", subscriberId)
                .setParameter("key", filterKey)
                .setParameter("state", state)
                .setMaxResults(1)
                .uniqueResultOptional();
    }

    /** The subscription, or the one that it was merged into; locked until the transaction ends. */
    public Optional<Subscription> lock(StatelessSession session, long id) {
        Subscription found = session.get(Subscription.class, id, LockMode.PESSIMISTIC_WRITE);
        if (found == null || found.mergedInto() == null) {
            return Optional.ofNullable(found);
        }
        return Optional.ofNullable(
                session.get(Subscription.class, found.mergedInto(), LockMode.PESSIMISTIC_WRITE));
    }

    /** How many other active subscriptions the same subscriber has. */
    public int otherActive(StatelessSession session, Subscription subscription) {
        return Sql.first(
                        session,
                        "select count(*) from subscription"
                                + " where subscriber_id = ? and id <> ? and state = 'ACTIVE'",
                        row -> row.getInt(1),
                        subscription.subscriberId(),
                        subscription.id())
                .orElse(0);
    }
}
