package org.papertide.ingest.signal;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.papertide.events.EventCodec;
import org.papertide.events.PaperId;
import org.papertide.events.Signal;
import org.papertide.events.Topic;
import org.papertide.ingest.outbox.Outbox;
import org.papertide.ingest.outbox.OutboxRecord;
import org.papertide.platform.database.Database;

/** Takes pushed events: each once, increments counted up, signals published. */
@Singleton
final class PushedSignals {

    /** One order everywhere, so that pushes wait for each other in turn. */
    private static final Comparator<PushedEventRow.Key> KEY_ORDER =
            Comparator.comparing(PushedEventRow.Key::source)
                    .thenComparing(PushedEventRow.Key::eventId);

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
        SignalRepository repository = new SignalRepository_(session);
        Set<PushedEventRow.Key> unseen = remember(repository, events, now);
        Set<PaperId> ids = new HashSet<>();
        events.forEach(event -> ids.add(event.paper()));
        PushedBatch batch = PushedBatch.of(events, unseen, identities.resolve(session, ids));
        List<Signal> kept = new ArrayList<>(SignalStore.keep(session, batch.signals(), now));
        long taken = kept.size() + batch.increments();
        kept.addAll(SignalStore.keep(session, count(repository, batch.sums()), now));
        outbox.add(
                session,
                kept.stream()
                        .map(s -> OutboxRecord.of(Topic.SIGNALS, EventCodec.SIGNAL, s, now))
                        .toList());
        return new Result(taken, events.size() - taken);
    }

    /** Writes down the events' ids; answers those that had not been written down before. */
    private static Set<PushedEventRow.Key> remember(
            SignalRepository repository, List<PushedEvent> events, Instant now) {
        List<PushedEventRow.Key> keys =
                events.stream()
                        .filter(event -> event.eventId() != null)
                        .map(PushedEventRow.Key::of)
                        .distinct()
                        .sorted(KEY_ORDER)
                        .toList();
        if (keys.isEmpty()) {
            return Set.of();
        }
        return repository
                .remember(
                        keys.stream().map(PushedEventRow.Key::source).toArray(String[]::new),
                        keys.stream().map(PushedEventRow.Key::eventId).toArray(String[]::new),
                        now)
                .stream()
                .map(PushedEventRow::key)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /**
     * Counts up, to the largest count that an event may carry; the signals' times are those of the
     * events, but always rise, so that no two signals of a count share one.
     */
    private static List<Signal> count(
            SignalRepository repository, Map<PushedBatch.Count, PushedBatch.Sum> sums) {
        if (sums.isEmpty()) {
            return List.of();
        }
        List<PushedBatch.Count> counts = List.copyOf(sums.keySet());
        return repository
                .count(
                        counts.stream().map(count -> count.paper().value()).toArray(String[]::new),
                        counts.stream().map(PushedBatch.Count::metric).toArray(String[]::new),
                        counts.stream().map(PushedBatch.Count::source).toArray(String[]::new),
                        sums.values().stream().map(PushedBatch.Sum::by).toArray(Long[]::new),
                        sums.values().stream().map(PushedBatch.Sum::at).toArray(Instant[]::new))
                .stream()
                .map(CounterRow::signal)
                .toList();
    }
}
