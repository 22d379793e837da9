package org.papertide.notify.edition;

import java.time.Instant;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.running.Sql;

/** Editions in the database, and the locks of planning and composing. */
final class Editions {

    /** Advisory locks; the numbers are arbitrary and ours. */
    private static final long PLANNING = 7_101;

    private static final long COMPOSING = 7_102;

    private Editions() {}

    /** One planner at a time, until the transaction ends. */
    static void lockPlanning(StatelessSession session) {
        Sql.run(session, "select pg_advisory_xact_lock(?)", PLANNING);
    }

    /** One composer at a time, until the transaction ends. */
    static void lockComposing(StatelessSession session) {
        Sql.run(session, "select pg_advisory_xact_lock(?)", COMPOSING);
    }

    /** The edition of this key. */
    static Optional<Long> find(StatelessSession session, String key) {
        return Sql.first(
                session,
                "select id from edition where edition_key = ?",
                row -> row.getLong(1),
                key);
    }

    /** Makes an edition; empty if there is one of this key. */
    static Optional<Long> create(
            StatelessSession session,
            String key,
            MailKind kind,
            Instant asOf,
            Instant now,
            Instant expires) {
        return Sql.first(
                session,
                "insert into edition (edition_key, kind, as_of, planned_at, expires_at)"
                        + " values (?, ?, ?, ?, ?) on conflict do nothing returning id",
                row -> row.getLong(1),
                key,
                kind,
                asOf,
                now,
                expires);
    }
}
