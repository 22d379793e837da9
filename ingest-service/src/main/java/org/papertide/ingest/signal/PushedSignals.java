package org.papertide.ingest.signal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hibernate.StatelessSession;
import org.papertide.events.EventCodec;
import org.papertide.events.PaperId;
import org.papertide.events.Signal;
import org.papertide.events.Topic;
import org.papertide.ingest.outbox.Outbox;
import org.papertide.ingest.outbox.OutboxRecord;
import org.papertide.platform.database.Database;

/** Takes pushed events: each once, increments counted up, readings published. */
final class PushedSignals {

    private final Database database;
    private final Outbox outbox;
    private final PaperIdentities identities;
    private final Clock clock;

    PushedSignals(Database database, Outbox outbox, PaperIdentities identities, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.identities = identities;
        this.clock = clock;
    }

    /**
     * What became of some events.
     *
     * @param taken counted, or published as they are
     * @param known taken before
     */
    record Result(long taken, long known) {}

    /**
     * Takes all the events, or none if it throws.
     *
     * @throws org.papertide.platform.database.DatabaseUnavailableException if they should be sent
     *     again
     */
    Result take(List<PushedEvent> events) {
        Result result = database.inTransaction(session -> take(session, events));
        outbox.committed();
        return result;
    }

    private Result take(StatelessSession session, List<PushedEvent> events) {
        Instant now = clock.instant();
        Set<EventKey> unseen = session.doReturningWork(c -> remember(c, events, now));
        Set<PaperId> ids = new HashSet<>();
        events.forEach(event -> ids.add(event.paper()));
        Map<PaperId, PaperId> aliases = identities.resolve(session, ids);
        List<Signal> readings = new ArrayList<>();
        Map<Count, Sum> sums = new TreeMap<>();
        long counted = 0;
        for (PushedEvent event : events) {
            if (event.eventId() != null && !unseen.remove(EventKey.of(event))) {
                continue;
            }
            PaperId paper = aliases.getOrDefault(event.paper(), event.paper());
            switch (event) {
                case PushedEvent.Reading reading -> readings.add(signal(paper, reading));
                case PushedEvent.Increment increment -> {
                    counted++;
                    sums.merge(
                            new Count(paper, increment.metric(), increment.source()),
                            new Sum(increment.by(), increment.at()),
                            Sum::plus);
                }
            }
        }
        List<Signal> kept = new ArrayList<>(Readings.keep(session, readings, now));
        long taken = kept.size() + counted;
        kept.addAll(Readings.keep(session, session.doReturningWork(c -> count(c, sums)), now));
        outbox.add(
                session,
                kept.stream()
                        .map(s -> OutboxRecord.of(Topic.SIGNALS, EventCodec.SIGNAL, s, now))
                        .toList());
        return new Result(taken, events.size() - taken);
    }

    private static Signal signal(PaperId paper, PushedEvent.Reading reading) {
        return new Signal(
                paper,
                reading.metric(),
                reading.value(),
                reading.observedAt().truncatedTo(ChronoUnit.MILLIS),
                reading.source());
    }

    /** Writes down the events' ids; answers those that had not been written down before. */
    private static Set<EventKey> remember(
            Connection connection, List<PushedEvent> events, Instant now) throws SQLException {
        List<EventKey> keys =
                events.stream()
                        .filter(event -> event.eventId() != null)
                        .map(EventKey::of)
                        .distinct()
                        .sorted()
                        .toList();
        Set<EventKey> unseen = new HashSet<>();
        if (keys.isEmpty()) {
            return unseen;
        }
        try (PreparedStatement insert =
                connection.prepareStatement(
                        """
                        insert into pushed_event (source, event_id, recorded_at)
                        select e.source, e.event_id, ? from unnest(?, ?) as e (source, event_id)
                        on conflict do nothing returning source, event_id
                        """)) {
            insert.setObject(1, now.atOffset(ZoneOffset.UTC));
            insert.setArray(
                    2,
                    connection.createArrayOf(
                            "text", keys.stream().map(EventKey::source).toArray()));
            insert.setArray(
                    3,
                    connection.createArrayOf(
                            "text", keys.stream().map(EventKey::eventId).toArray()));
            try (ResultSet rows = insert.executeQuery()) {
                while (rows.next()) {
                    unseen.add(new EventKey(rows.getString(1), rows.getString(2)));
                }
            }
        }
        return unseen;
    }

    /**
     * Counts up, to the largest count that an event may carry; the readings' times are those of the
     * events, but always rise, so that no two readings of a count share one.
     */
    private static List<Signal> count(Connection connection, Map<Count, Sum> sums)
            throws SQLException {
        List<Signal> readings = new ArrayList<>();
        try (PreparedStatement upsert =
                connection.prepareStatement(
                        """
                        insert into counter as c (paper, metric, source, value, last_observed_at)
                        values (?, ?, ?, ?, ?)
                        on conflict (paper, metric, source) do update
                        set value = least(c.value + excluded.value, 1000000000000),
                            last_observed_at = greatest(
                                excluded.last_observed_at,
                                c.last_observed_at + interval '1 millisecond')
                        returning value, last_observed_at
                        """)) {
            for (Map.Entry<Count, Sum> entry : sums.entrySet()) {
                Count count = entry.getKey();
                upsert.setString(1, count.paper().value());
                upsert.setString(2, count.metric());
                upsert.setString(3, count.source());
                upsert.setLong(4, entry.getValue().by());
                upsert.setObject(
                        5,
                        entry.getValue()
                                .at()
                                .truncatedTo(ChronoUnit.MILLIS)
                                .atOffset(ZoneOffset.UTC));
                try (ResultSet row = upsert.executeQuery()) {
                    row.next();
                    readings.add(
                            new Signal(
                                    count.paper(),
                                    count.metric(),
                                    row.getLong(1),
                                    row.getObject(2, OffsetDateTime.class).toInstant(),
                                    count.source()));
                }
            }
        }
        return readings;
    }

    private record EventKey(String source, String eventId) implements Comparable<EventKey> {

        private static final Comparator<EventKey> ORDER =
                Comparator.comparing(EventKey::source).thenComparing(EventKey::eventId);

        static EventKey of(PushedEvent event) {
            return new EventKey(event.source(), String.valueOf(event.eventId()));
        }

        @Override
        public int compareTo(EventKey other) {
            return ORDER.compare(this, other);
        }
    }

    /** What is counted; in one order everywhere, so that pushes wait for each other in turn. */
    private record Count(PaperId paper, String metric, String source) implements Comparable<Count> {

        private static final Comparator<Count> ORDER =
                Comparator.comparing(Count::paper)
                        .thenComparing(Count::metric)
                        .thenComparing(Count::source);

        @Override
        public int compareTo(Count other) {
            return ORDER.compare(this, other);
        }
    }

    private record Sum(long by, Instant at) {

        Sum plus(Sum other) {
            return new Sum(by + other.by, at.isAfter(other.at) ? at : other.at);
        }
    }
}
