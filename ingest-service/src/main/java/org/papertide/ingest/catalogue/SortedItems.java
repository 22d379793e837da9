package org.papertide.ingest.catalogue;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.papertide.events.PaperId;
import org.papertide.events.Signal;
import org.papertide.ingest.signal.ObservationTime;
import org.papertide.ingest.source.Item;
import org.papertide.ingest.source.Listing;

/** The items of a batch by kind, each in the order of the input. */
record SortedItems(
        List<Listing> listings,
        List<Item.Observed> reads,
        List<Item.Refused> refused,
        List<Item.Refused> refusedSignals,
        List<Item.LeftOut> leftOut) {

    static SortedItems of(List<Item> items) {
        List<Listing> listings = new ArrayList<>();
        List<Item.Observed> reads = new ArrayList<>();
        List<Item.Refused> refused = new ArrayList<>();
        List<Item.Refused> refusedSignals = new ArrayList<>();
        List<Item.LeftOut> leftOut = new ArrayList<>();
        for (Item item : items) {
            switch (item) {
                case Item.Listed(Listing listing) -> listings.add(listing);
                case Item.Observed read -> reads.add(read);
                case Item.Refused bad -> refused.add(bad);
                case Item.RefusedSignal(String where, String reason) ->
                        refusedSignals.add(new Item.Refused(where, reason));
                case Item.LeftOut field -> leftOut.add(field);
            }
        }
        return new SortedItems(listings, reads, refused, refusedSignals, leftOut);
    }

    /** Whether there is nothing that the catalogue could take. */
    boolean isEmpty() {
        return listings.isEmpty() && reads.isEmpty();
    }

    /** All identities that the items speak of. */
    Set<PaperId> identities() {
        Set<PaperId> ids = new LinkedHashSet<>();
        listings.forEach(listing -> ids.addAll(listing.identities()));
        reads.forEach(read -> ids.add(read.paper()));
        return ids;
    }

    /**
     * The signals of a batch, judged.
     *
     * @param taken those that can be true
     * @param refused the others, with reasons
     */
    record Signals(List<Signal> taken, List<Item.Refused> refused) {}

    /**
     * The signals, in whole milliseconds.
     *
     * @param papers from an identity to that of its paper
     * @param observedAt of signals without a time of their own
     * @param now no signal is of a time after it
     */
    Signals signals(UnaryOperator<PaperId> papers, Instant observedAt, Instant now) {
        List<Signal> taken = new ArrayList<>();
        List<Item.Refused> bad = new ArrayList<>();
        for (Item.Observed read : reads) {
            PaperId paper = papers.apply(read.paper());
            Instant at = read.observedAt() == null ? observedAt : read.observedAt();
            Optional<String> reason = ObservationTime.implausible(at, now);
            if (reason.isPresent()) {
                String where = "%s of %s".formatted(read.metric(), paper);
                bad.add(new Item.Refused(where, reason.get()));
            } else {
                taken.add(
                        new Signal(
                                paper,
                                read.metric(),
                                read.value(),
                                at.truncatedTo(ChronoUnit.MILLIS),
                                read.source()));
            }
        }
        return new Signals(taken, bad);
    }

    /** What becomes of a batch that has nothing to take. */
    BatchResult outcome() {
        return outcome(Map.of(), 0, new Signals(List.of(), List.of()));
    }

    /**
     * What became of the items.
     *
     * @param newSignals how many of those taken had not been taken before
     */
    BatchResult outcome(Map<Batch.Effect, Integer> effects, int newSignals, Signals signals) {
        List<Item.Refused> allSignals = new ArrayList<>(refusedSignals);
        allSignals.addAll(signals.refused());
        return new BatchResult(
                effects.getOrDefault(Batch.Effect.NEW, 0),
                effects.getOrDefault(Batch.Effect.CHANGED, 0),
                effects.getOrDefault(Batch.Effect.UNCHANGED, 0),
                newSignals,
                signals.taken().size() - newSignals,
                allSignals,
                refused,
                leftOut);
    }
}
