package org.papertide.ingest.catalogue;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.hibernate.StatelessSession;
import org.papertide.events.EventCodec;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.Signal;
import org.papertide.events.Topic;
import org.papertide.ingest.outbox.Outbox;
import org.papertide.ingest.outbox.OutboxRecord;
import org.papertide.ingest.signal.SignalStore;
import org.papertide.ingest.source.Item;
import org.papertide.platform.database.Database;

/**
 * Takes listings and signals from sources: papers, signals and the events of the change, in one
 * transaction per batch. Safe for any number of threads and replicas.
 */
@Singleton
public final class Catalogue {

    /** The longest window of a ranking: older signals of a merged paper matter to nobody. */
    private static final Duration MOVED_SIGNALS = Duration.ofDays(31);

    private final Database database;
    private final Outbox outbox;
    private final Clock clock;
    private final Consumer<BatchResult> watcher;

    /**
     * Takes no part in anything until asked.
     *
     * @param watcher receives each batch once it has been committed
     */
    public Catalogue(Database database, Outbox outbox, Clock clock, Consumer<BatchResult> watcher) {
        this.database = database;
        this.outbox = outbox;
        this.clock = clock;
        this.watcher = watcher;
    }

    /**
     * Takes a batch in a transaction of its own.
     *
     * @param observedAt of signals without a time of their own, and when the papers were listed
     * @throws org.papertide.platform.database.DatabaseUnavailableException if it should be tried
     *     again
     */
    public BatchResult take(List<Item> items, Instant observedAt) {
        BatchResult outcome = database.inTransaction(session -> take(session, items, observedAt));
        committed(outcome);
        return outcome;
    }

    /** To be called once a batch has been committed. */
    public void committed(BatchResult outcome) {
        outbox.committed();
        watcher.accept(outcome);
    }

    /** As {@link #take(List, Instant)}, as a part of the caller's transaction. */
    public BatchResult take(StatelessSession session, List<Item> items, Instant observedAt) {
        SortedItems sorted = SortedItems.of(items);
        if (sorted.isEmpty()) {
            return sorted.outcome();
        }
        Instant now = clock.instant();
        CatalogueStore store = new CatalogueStore(session);
        store.lockExclusively();
        Batch batch = new Batch(store.load(sorted.identities()), now);
        Map<Batch.Effect, Integer> effects = batch.apply(sorted.listings(), observedAt);
        Changes changes = batch.changes();
        store.save(changes, now);
        List<OutboxRecord> events = new ArrayList<>();
        for (CataloguePaper paper : changes.published()) {
            events.add(OutboxRecord.of(Topic.PAPERS, EventCodec.PAPER, paper.asPaper(), now));
        }
        if (!changes.aliases().isEmpty()) {
            add(
                    events,
                    SignalStore.move(session, changes.aliases(), now.minus(MOVED_SIGNALS), now),
                    now);
        }
        SortedItems.Signals signals = sorted.signals(batch::resolve, observedAt, now);
        List<Signal> kept = SignalStore.keep(session, signals.taken(), now);
        add(events, kept, now);
        outbox.add(session, events);
        return sorted.outcome(effects, kept.size(), signals);
    }

    /** A paper by any of its identities, with the last signal per metric and source. */
    public Optional<KnownPaper> find(PaperId id) {
        return database.inTransaction(session -> find(session, id));
    }

    /**
     * What the catalogue knows of a paper.
     *
     * @param paper as last published
     * @param signals the last per metric and source
     * @param firstSeen when the catalogue first listed it
     * @param changedAt when it last learnt something of it
     */
    public record KnownPaper(
            Paper paper, List<Signal> signals, Instant firstSeen, Instant changedAt) {}

    private static Optional<KnownPaper> find(StatelessSession session, PaperId id) {
        PaperId paper = new CatalogueStore(session).aliases(List.of(id)).getOrDefault(id, id);
        return new PaperRepository_(session)
                .find(paper.value())
                .map(row ->
                        new KnownPaper(
                                row.paper().asPaper(),
                                SignalStore.last(session, paper),
                                row.paper().firstSeen(),
                                row.changedAt()));
    }

    private static void add(List<OutboxRecord> events, List<Signal> signals, Instant now) {
        for (Signal signal : signals) {
            events.add(OutboxRecord.of(Topic.SIGNALS, EventCodec.SIGNAL, signal, now));
        }
    }
}
