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

/**
 * The statement that is executed for each mail, by JDBC itself: as a query of Hibernate it took
 * half of the processor time of sending, most of it in the search for its plan.
 */
final class SettleStatement {

    /**
     * Two statements in one message to the server. The array is taken to be ten keys, however many
     * there are: joined by the rows alone, a plan that was made while the table was small reads all
     * of it for each mail when it is large.
     */
    private static final String SQL =
            """
            set local synchronous_commit to off;
            with u as materialized (
                select * from unnest(cast(? as bigint[]), cast(? as integer[]), cast(? as text[]),
                        cast(? as text[]), cast(? as text[]), cast(? as text[]), cast(? as text[]))
                    as u(id, attempt, transition, state, reason, queue_id, next_attempt_at))
            update delivery d set state = u.state, reason = u.reason, queue_id = u.queue_id,
                next_attempt_at = cast(u.next_attempt_at as timestamptz),
                worker = case when u.transition = 'HAND' then d.worker end,
                lease_until = case when u.transition = 'HAND' then d.lease_until end,
                settled_at = case when u.transition = 'HAND' then null
                    else cast(? as timestamptz) end
            from u
            where d.id = any(array(select id from u)) and d.id = u.id and d.attempts = u.attempt
                and u.transition || ' ' || d.state = any(cast(? as text[]))
                and (u.transition <> 'HAND' or d.worker = ?)
            returning d.id
            """;

    private SettleStatement() {}

    static List<Long> execute(
            Connection connection,
            Long[] ids,
            Integer[] attempts,
            String[] transitions,
            String[] states,
            @Nullable String[] reasons,
            @Nullable String[] queueIds,
            @Nullable Instant[] nextAttempts,
            String[] legal,
            String worker,
            Instant now)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            statement.setArray(1, connection.createArrayOf("bigint", ids));
            statement.setArray(2, connection.createArrayOf("integer", attempts));
            statement.setArray(3, connection.createArrayOf("text", transitions));
            statement.setArray(4, connection.createArrayOf("text", states));
            statement.setArray(5, connection.createArrayOf("text", reasons));
            statement.setArray(6, connection.createArrayOf("text", queueIds));
            statement.setArray(7, connection.createArrayOf("text", words(nextAttempts)));
            statement.setString(8, now.toString());
            statement.setArray(9, connection.createArrayOf("text", legal));
            statement.setString(10, worker);
            statement.execute();
            statement.getMoreResults();
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
