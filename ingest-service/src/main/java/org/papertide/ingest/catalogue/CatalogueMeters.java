package org.papertide.ingest.catalogue;

import jakarta.inject.Singleton;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Consumer;

/** Counts what became of papers and signals. */
@Singleton
final class CatalogueMeters implements Consumer<Outcome> {

    private final Counter added;
    private final Counter changed;
    private final Counter unchanged;
    private final Counter refused;
    private final Counter newReadings;
    private final Counter knownReadings;
    private final Counter refusedReadings;

    CatalogueMeters(MeterRegistry meters) {
        added = papers(meters, "new");
        changed = papers(meters, "changed");
        unchanged = papers(meters, "unchanged");
        refused = papers(meters, "refused");
        newReadings = readings(meters, "new");
        knownReadings = readings(meters, "known");
        refusedReadings = readings(meters, "refused");
    }

    @Override
    public void accept(Outcome outcome) {
        added.increment((double) outcome.added());
        changed.increment((double) outcome.changed());
        unchanged.increment((double) outcome.unchanged());
        refused.increment(outcome.refused().size());
        newReadings.increment((double) outcome.newReadings());
        knownReadings.increment((double) outcome.knownReadings());
        refusedReadings.increment(outcome.refusedReadings().size());
    }

    private static Counter papers(MeterRegistry meters, String outcome) {
        return Counter.builder("papertide.papers")
                .description("Papers listed, by what became of them")
                .tag("outcome", outcome)
                .register(meters);
    }

    private static Counter readings(MeterRegistry meters, String outcome) {
        return Counter.builder("papertide.readings")
                .description("Signals read, by what became of them")
                .tag("outcome", outcome)
                .register(meters);
    }
}
