package org.papertide.notify.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.running.Database;
import org.papertide.notify.running.Sql;

/** Claims rows of the ledger and keeps their leases. */
public final class DeliveryLedger {

    private static final String CLAIM =
            """
            with picked as (
                select id from delivery
                where state in ('PLANNED', 'DEFERRED', 'UNCERTAIN') and content_id is not null
                    and next_attempt_at <= ?
                order by priority, next_attempt_at
                limit ? for update skip locked)
            update delivery d
            set state = 'CLAIMED', worker = ?, lease_until = ?, attempts = attempts + 1
            from picked where d.id = picked.id
            returning d.id
            """;
    private static final String READ =
            """
            select d.id, d.attempts, d.edition_id, d.subscription_id, d.content_id, d.reason,
                e.kind, e.planned_at, e.expires_at, s.state as subscription_state,
                p.address, p.address_hash, x.reason as suppressed
            from delivery d
            join edition e on e.id = d.edition_id
            left join subscription s on s.id = d.subscription_id
            left join subscriber p on p.id = s.subscriber_id
            left join suppression x on x.address_hash = p.address_hash
            where d.id = any(?) order by d.priority, d.id
            """;

    private final Database database;
    private final Duration lease;
    private final Predicate<MailKind> sentAgain;
    private final String worker;
    private final Set<Long> held;
    private final Clock clock;

    /**
     * @param lease how long a claim is good without a renewal
     * @param sentAgain whether a mail of this kind is sent again when nobody knows its fate
     * @param held the rows that this process holds, shared with its journal; only their leases are
     *     renewed
     * @param worker the name of this process's life: never used again after it
     */
    public DeliveryLedger(
            Database database,
            Duration lease,
            Predicate<MailKind> sentAgain,
            String worker,
            Set<Long> held,
            Clock clock) {
        this.database = database;
        this.lease = lease;
        this.sentAgain = sentAgain;
        this.worker = worker;
        this.held = held;
        this.clock = clock;
    }

    /**
     * Claims what is due, excludes and expires what must not be sent any more, and answers the
     * rest.
     */
    public List<Claim> claim(int atMost) {
        List<Claim> claims = database.inTransaction(session -> claim(session, atMost));
        claims.forEach(claim -> held.add(claim.id()));
        return claims;
    }

    private List<Claim> claim(StatelessSession session, int atMost) {
        Instant now = clock.instant();
        List<Long> ids =
                Sql.rows(
                        session,
                        CLAIM,
                        row -> row.getLong(1),
                        now,
                        atMost,
                        worker,
                        now.plus(lease));
        if (ids.isEmpty()) {
            return List.of();
        }
        List<Claim> claims = new ArrayList<>();
        DeliveryState.Claimed claimed = new DeliveryState.Claimed();
        for (Looked looked :
                Sql.rows(session, READ, DeliveryLedger::look, (Object) ids.toArray(Long[]::new))) {
            Optional<DeliveryState> end = looked.end(claimed, now);
            if (end.isPresent()) {
                settle(session, looked.id(), end.get(), now);
            } else if (looked.claim() != null) {
                claims.add(looked.claim());
            }
        }
        return claims;
    }

    /** A claimed row, and whether it may still be sent. */
    private record Looked(
            long id,
            MailKind kind,
            Instant expires,
            @Nullable String reason,
            @Nullable String subscription,
            @Nullable String suppressed,
            @Nullable Claim claim) {

        Optional<DeliveryState> end(DeliveryState.Claimed claimed, Instant now) {
            String wanted = kind == MailKind.OPT_IN ? "PENDING" : "ACTIVE";
            if (!wanted.equals(subscription)) {
                return Optional.of(claimed.exclude(Exclusions.UNSUBSCRIBED));
            }
            if (suppressed != null) {
                return Optional.of(claimed.exclude(Exclusions.SUPPRESSED));
            }
            return expires.isAfter(now) ? Optional.empty() : Optional.of(claimed.expire(reason));
        }
    }

    private static Looked look(ResultSet row) throws SQLException {
        long id = row.getLong("id");
        MailKind kind = MailKind.valueOf(row.getString("kind"));
        Instant expires = Sql.instant(row, "expires_at");
        String reason = row.getString("reason");
        String address = row.getString("address");
        Claim claim =
                address == null
                        ? null
                        : new Claim(
                                id,
                                row.getInt("attempts"),
                                row.getLong("edition_id"),
                                kind,
                                Sql.instant(row, "planned_at"),
                                expires,
                                row.getLong("subscription_id"),
                                address,
                                row.getString("address_hash"),
                                row.getString("content_id"),
                                reason);
        return new Looked(
                id,
                kind,
                expires,
                reason,
                row.getString("subscription_state"),
                row.getString("suppressed"),
                claim);
    }

    private static void settle(StatelessSession session, long id, DeliveryState end, Instant now) {
        String reason =
                switch (end) {
                    case DeliveryState.Excluded(String why) -> why;
                    case DeliveryState.Expired(String why) -> why;
                    default -> throw new IllegalArgumentException("not an end before sending");
                };
        Sql.update(
                session,
                "update delivery set state = ?, reason = ?, worker = null, lease_until = null,"
                        + " next_attempt_at = null, settled_at = ? where id = ?",
                end.name(),
                reason,
                now,
                id);
        forgetSeen(session, List.of(id));
    }

    /** Papers of a mail that nobody got may come in another one. */
    static void forgetSeen(StatelessSession session, Collection<Long> deliveries) {
        Sql.update(
                session,
                "delete from seen where delivery_id = any(?)",
                (Object) deliveries.toArray(Long[]::new));
    }

    /** Renews the leases of all that this process holds. */
    public void renewLeases() {
        Long[] ids = held.toArray(Long[]::new);
        if (ids.length == 0) {
            return;
        }
        Instant now = clock.instant();
        database.run(session ->
                Sql.update(
                        session,
                        "update delivery set lease_until = ? where id = any(?)"
                                + " and worker = ? and state in ('CLAIMED', 'HANDED')",
                        now.plus(lease),
                        ids,
                        worker));
    }

    /**
     * Takes back what dead workers held: CLAIMED becomes PLANNED, for it was never handed; HANDED
     * becomes UNCERTAIN, and is sent again where the policy says so.
     *
     * @return how many there were
     */
    public int takeBackExpired() {
        Instant now = clock.instant();
        String[] again =
                Arrays.stream(MailKind.values())
                        .filter(sentAgain)
                        .map(Enum::name)
                        .toArray(String[]::new);
        return database.inTransaction(session ->
                Sql.update(
                        session,
                        """
                        update delivery d set
                            state = case d.state when 'HANDED' then 'UNCERTAIN'
                                else 'PLANNED' end,
                            reason = case d.state when 'HANDED'
                                then 'worker lost after the mail was handed over'
                                else d.reason end,
                            next_attempt_at = case when d.state = 'CLAIMED'
                                or e.kind = any(?) then ?::timestamptz end,
                            worker = null, lease_until = null
                        from edition e
                        where e.id = d.edition_id and d.state in ('CLAIMED', 'HANDED')
                            and d.lease_until < ?
                        """,
                        again,
                        now,
                        now));
    }

    /** Gives back what was claimed but not begun. */
    public void release(List<Claim> claims) {
        if (claims.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        Long[] ids = claims.stream().map(Claim::id).toArray(Long[]::new);
        // First: what cannot be given back now is given up with its lease.
        claims.forEach(claim -> held.remove(claim.id()));
        database.run(session ->
                Sql.update(
                        session,
                        "update delivery set state = 'PLANNED', attempts = attempts - 1,"
                                + " worker = null, lease_until = null, next_attempt_at = ?"
                                + " where id = any(?) and worker = ? and state = 'CLAIMED'",
                        now,
                        ids,
                        worker));
    }
}
