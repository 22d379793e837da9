package org.papertide.notify.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.papertide.notify.ledger.LedgerJournal.Entry;

/** Pages on their way to the journal: those that come up together are taken together. */
final class PageQueue {

    private final int most;
    private final long gathering;
    private List<List<Entry>> pages = new ArrayList<>();
    private long firstAt;
    private int connections;

    /**
     * @param most pages that are taken at once
     * @param gathering how long the first page waits for those of half of the connections
     */
    PageQueue(int most, Duration gathering) {
        this.most = most;
        this.gathering = gathering.toNanos();
    }

    /** One more will add pages, one at a time as a rule. */
    synchronized void addConnection() {
        connections++;
    }

    synchronized void add(List<Entry> page) {
        pages.add(page);
        if (pages.size() == 1) {
            firstAt = System.nanoTime();
        }
        if (pages.size() == 1 || pages.size() == enough()) {
            notifyAll();
        }
    }

    synchronized boolean isEmpty() {
        return pages.isEmpty();
    }

    synchronized int size() {
        return pages.size();
    }

    private static long until(long time) {
        return time - System.nanoTime();
    }

    private int enough() {
        return Math.max(1, connections / 2);
    }

    /**
     * The pages that there are, once half of the connections have one, or the first has waited;
     * none if none comes in this time.
     */
    synchronized List<List<Entry>> take(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (long left = atMost.toNanos(); pages.isEmpty() && left > 0; left = until(deadline)) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        while (!pages.isEmpty() && pages.size() < enough() && until(firstAt + gathering) > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, until(firstAt + gathering));
        }
        List<List<Entry>> taken = pages;
        if (taken.size() <= most) {
            pages = new ArrayList<>();
            return taken;
        }
        List<List<Entry>> rest = taken.subList(most, taken.size());
        pages = new ArrayList<>(rest);
        rest.clear();
        return taken;
    }
}
