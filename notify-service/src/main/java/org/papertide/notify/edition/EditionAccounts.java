package org.papertide.notify.edition;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.running.Database;
import org.papertide.notify.running.Sql;

/** Counts editions, and closes those that are done. */
public final class EditionAccounts {

    private record Edition(
            long id,
            String kind,
            Instant asOf,
            Instant plannedAt,
            Instant expiresAt,
            boolean composed,
            @Nullable String stopReason) {}

    private record Count(String state, @Nullable String reason, boolean again, long rows) {}

    private final Database database;
    private final Clock clock;

    public EditionAccounts(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The account of an edition, now. */
    public Optional<EditionAccount> find(long id) {
        return database.inTransaction(session ->
                Sql.first(
                                session,
                                "select * from edition where id = ?",
                                EditionAccounts::edition,
                                id)
                        .map(edition -> account(session, edition)));
    }

    private static EditionAccount account(StatelessSession session, Edition edition) {
        List<Count> counts =
                Sql.rows(
                        session,
                        """
                        select state, case state when 'EXCLUDED' then reason end as why,
                            next_attempt_at is not null and state = 'UNCERTAIN' as again, count(*)
                        from delivery where edition_id = ? group by 1, 2, 3
                        """,
                        row ->
                                new Count(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getBoolean(3),
                                        row.getLong(4)),
                        edition.id());
        Map<String, Long> exclusions = new TreeMap<>();
        for (Count count : counts) {
            if (count.state().equals("EXCLUDED")) {
                exclusions.merge(String.valueOf(count.reason()), count.rows(), Long::sum);
            }
        }
        long pending = sum(counts, "PLANNED", "CLAIMED", "HANDED");
        long deferred = sum(counts, "DEFERRED");
        boolean sentAgain = counts.stream().anyMatch(Count::again);
        return new EditionAccount(
                edition.id(),
                edition.kind(),
                edition.asOf(),
                edition.plannedAt(),
                edition.expiresAt(),
                counts.stream().mapToLong(Count::rows).sum(),
                pending,
                deferred,
                sum(counts, "ACCEPTED"),
                sum(counts, "REJECTED"),
                sum(counts, "EXPIRED"),
                sum(counts, "UNCERTAIN"),
                sum(counts, "EXCLUDED"),
                exclusions,
                edition.composed() && pending + deferred == 0 && !sentAgain,
                edition.stopReason());
    }

    private static long sum(List<Count> counts, String... states) {
        return counts.stream()
                .filter(count -> List.of(states).contains(count.state()))
                .mapToLong(Count::rows)
                .sum();
    }

    private static Edition edition(ResultSet row) throws SQLException {
        return new Edition(
                row.getLong("id"),
                row.getString("kind"),
                Sql.instant(row, "as_of"),
                Sql.instant(row, "planned_at"),
                Sql.instant(row, "expires_at"),
                row.getObject("composed_at") != null,
                row.getString("stop_reason"));
    }

    /** Closes the editions in which nothing waits any more; answers how many. */
    public int closeDone() {
        Instant now = clock.instant();
        return database.inTransaction(session ->
                Sql.update(
                        session,
                        """
                        update edition e set closed_at = ?
                        where e.closed_at is null and e.composed_at is not null
                            and not exists (select from delivery d
                                where d.edition_id = e.id and (d.state in
                                    ('PLANNED', 'CLAIMED', 'HANDED', 'DEFERRED')
                                    or d.state = 'UNCERTAIN'
                                        and d.next_attempt_at is not null))
                        """,
                        now));
    }

    /** Rows of the ledger by state, for metrics. */
    public Map<String, Long> ledger() {
        return database.inTransaction(session -> {
            Map<String, Long> states = new TreeMap<>();
            Sql.rows(
                            session,
                            "select state, count(*) from delivery group by state",
                            row -> Map.entry(row.getString(1), row.getLong(2)))
                    .forEach(entry -> states.put(entry.getKey(), entry.getValue()));
            return states;
        });
    }

    /** Editions that are not closed, and of them those that are past their time. */
    public Open open() {
        Instant now = clock.instant();
        return database.inTransaction(session ->
                Sql.first(
                                session,
                                "select count(*), count(*) filter (where expires_at < ?)"
                                        + " from edition where closed_at is null",
                                row -> new Open(row.getLong(1), row.getLong(2)),
                                now)
                        .orElseThrow());
    }

    /** Open editions, and those of them that should have been closed by now. */
    public record Open(long all, long overdue) {}
}
