package org.papertide.ingest.imports;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.ingest.catalogue.BatchResult;

/** Adds up the outcomes of an import's batches; keeps the first reasons and counts the others. */
final class ImportTotals {

    private final int reasons;
    private final Instant observedAt;
    private final List<ImportAccount.Reason> refusals = new ArrayList<>();
    private final List<ImportAccount.Reason> leftOut = new ArrayList<>();
    private @Nullable String format;
    private long added;
    private long changed;
    private long unchanged;
    private long refused;
    private long newSignals;
    private long knownSignals;
    private long refusedSignals;
    private long leftOutCount;

    ImportTotals(Instant observedAt, int reasons) {
        this.observedAt = observedAt;
        this.reasons = reasons;
    }

    void recognised(String name) {
        format = name;
    }

    void add(BatchResult outcome) {
        added += outcome.added();
        changed += outcome.changed();
        unchanged += outcome.unchanged();
        newSignals += outcome.newSignals();
        knownSignals += outcome.knownSignals();
        refused += outcome.refused().size();
        refusedSignals += outcome.refusedSignals().size();
        leftOutCount += outcome.leftOut().size();
        outcome.allRefused().forEach(item -> keep(refusals, item.where(), item.reason()));
        outcome.leftOut().forEach(item -> keep(leftOut, item.where(), item.reason()));
    }

    ImportAccount account(boolean complete) {
        return new ImportAccount(
                format,
                observedAt,
                new ImportAccount.Papers(added, changed, unchanged, refused),
                new ImportAccount.Signals(newSignals, knownSignals, refusedSignals),
                List.copyOf(refusals),
                refused + refusedSignals - refusals.size(),
                List.copyOf(leftOut),
                leftOutCount - leftOut.size(),
                complete);
    }

    private void keep(List<ImportAccount.Reason> kept, String where, String reason) {
        if (kept.size() < reasons) {
            kept.add(new ImportAccount.Reason(where, reason));
        }
    }
}
