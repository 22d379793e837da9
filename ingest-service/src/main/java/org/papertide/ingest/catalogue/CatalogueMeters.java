package org.papertide.ingest.catalogue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.function.Consumer;

/** Counts what became of papers and signals. */
@Singleton
final class CatalogueMeters implements Consumer<BatchResult> {

    private final Counter added;
    private final Counter changed;
    private final Counter unchanged;
    private final Counter refused;
    private final Counter newSignals;
    private final Counter knownSignals;
    private final Counter refusedSignals;

    CatalogueMeters(MeterRegistry meters) {
        added = papers(meters, "new");
        changed = papers(meters, "changed");
        unchanged = papers(meters, "unchanged");
        refused = papers(meters, "refused");
        newSignals = signals(meters, "new");
        knownSignals = signals(meters, "known");
        refusedSignals = signals(meters, "refused");
    }

    @Override
    public void accept(BatchResult outcome) {
        added.increment((double) outcome.added());
        changed.increment((double) outcome.changed());
        unchanged.increment((double) outcome.unchanged());
        refused.increment(outcome.refused().size());
        newSignals.increment((double) outcome.newSignals());
        knownSignals.increment((double) outcome.knownSignals());
        refusedSignals.increment(outcome.refusedSignals().size());
    }

    private static Counter papers(MeterRegistry meters, String outcome) {
        return Counter.builder("papertide.papers")
                .description("Papers listed, by what became of them")
                .tag("outcome", outcome)
                .register(meters);
    }

    private static Counter signals(MeterRegistry meters, String outcome) {
        return Counter.builder("papertide.readings")
                .description("Signals read, by what became of them")
                .tag("outcome", outcome)
                .register(meters);
    }
}
