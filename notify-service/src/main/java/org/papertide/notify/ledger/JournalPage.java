package org.papertide.notify.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.papertide.notify.ledger.LedgerJournal.Entry;

/**
 * What one connection has for the journal: settlements wait here for the hand-over of the next
 * mail, so that both are in one write. One thread at a time.
 */
public final class JournalPage implements Settlements {

    private final LedgerJournal journal;
    private List<Entry> waiting = new ArrayList<>();

    JournalPage(LedgerJournal journal) {
        this.journal = journal;
    }

    @Override
    public void settle(Claim claim, Settlement settlement) {
        waiting.add(journal.settlement(claim, settlement));
    }

    @Override
    public void forget(Claim claim) {
        journal.forget(claim);
    }

    /**
     * Records that a mail's end is about to go, after all that waits; the answer comes once that is
     * in the database.
     *
     * @return false if the row is no longer this worker's: the end must not go; fails if it could
     *     not be recorded in time
     */
    public CompletableFuture<Boolean> hand(Claim claim) {
        Entry entry;
        try {
            entry = journal.handover(claim);
        } catch (IllegalStateException e) {
            return CompletableFuture.failedFuture(e);
        }
        waiting.add(entry);
        turn();
        return entry.written();
    }

    /** Gives what waits to the journal. */
    public void turn() {
        if (!waiting.isEmpty()) {
            journal.add(waiting);
            waiting = new ArrayList<>();
        }
    }
}
