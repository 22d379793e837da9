package org.papertide.notify.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * The statement that is executed for each mail, by JDBC itself: as a query of Hibernate it took
 * half of the processor time of sending, most of it in the search for its plan.
 *
 * <p>The server keeps its plan, as that of no other statement: to parse and plan it again takes
 * longer than to write ten rows. There is one good plan, whatever the table looks like: each row by
 * its key; so that no other is kept, no table may be read whole.
 */
final class SettleStatement {

    /**
     * A hand-over changes no column that an index has, so that no index is written.
     *
     * <p>Three statements in one message to the server. The array is taken to be ten keys, however
     * many there are: joined by the rows alone, a plan that was made while the table was small
     * reads all of it for each mail when it is large.
     */
    private static final String SQL =
            """
            set local synchronous_commit to off;
            set local enable_seqscan to off;
            with u as materialized (
                select * from unnest(cast(? as bigint[]), cast(? as integer[]), cast(? as text[]),
                        cast(? as text[]), cast(? as text[]), cast(? as text[]), cast(? as text[]),
                        cast(? as text[]))
                    as u(id, attempt, transition, state, reason, queue_id, next_attempt_at, relay))
            update delivery d set state = u.state, reason = u.reason, queue_id = u.queue_id,
                relay = coalesce(u.relay, d.relay),
                next_attempt_at = case when u.transition = :hand then d.next_attempt_at
                    else cast(u.next_attempt_at as timestamptz) end,
                worker = case when u.transition = :hand then d.worker end,
                lease_until = case when u.transition = :hand then d.lease_until end,
                settled_at = case when u.transition = :hand then null
                    else cast(? as timestamptz) end
            from u
            where d.id = any(array(select id from u)) and d.id = u.id and d.attempts = u.attempt
                and u.transition || ' ' || d.state || ' ' || u.state = any(cast(? as text[]))
                and (u.transition <> :hand or d.worker = ?)
            returning d.id
            """
                    .replace(":hand", "'" + Transition.HAND + "'");

    /** Statements before the one that writes. */
    private static final int SETTINGS = 2;

    private SettleStatement() {}

    static List<Long> execute(
            Connection connection,
            Long[] ids,
            Integer[] attempts,
            Transition[] transitions,
            @Nullable String[] reasons,
            @Nullable String[] queueIds,
            @Nullable Instant[] nextAttempts,
            @Nullable String[] relays,
            String worker,
            Instant now)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(1);
            statement.setArray(1, connection.createArrayOf("bigint", ids));
            statement.setArray(2, connection.createArrayOf("integer", attempts));
            statement.setArray(3, connection.createArrayOf("text", Transition.names(transitions)));
            statement.setArray(
                    4, connection.createArrayOf("text", Transition.targets(transitions)));
            statement.setArray(5, connection.createArrayOf("text", reasons));
            statement.setArray(6, connection.createArrayOf("text", queueIds));
            statement.setArray(7, connection.createArrayOf("text", words(nextAttempts)));
            statement.setArray(8, connection.createArrayOf("text", relays));
            statement.setString(9, now.toString());
            statement.setArray(10, connection.createArrayOf("text", Transition.legal()));
            statement.setString(11, worker);
            statement.execute();
            for (int i = 0; i < SETTINGS; i++) {
                statement.getMoreResults();
            }
            List<Long> written = new ArrayList<>();
            try (ResultSet rows = Objects.requireNonNull(statement.getResultSet())) {
                while (rows.next()) {
                    written.add(rows.getLong(1));
                }
            }
            return written;
        }
    }

    private static @Nullable String[] words(@Nullable Instant[] instants) {
        return Arrays.stream(instants)
                .map(instant -> instant == null ? null : instant.toString())
                .toArray(String[]::new);
    }
}
