package org.papertide.notify.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The state of a row of the ledger. The names are stored; which state follows which is said by
 * {@link Transition} alone.
 */
public enum DeliveryState {
    /** Part of an edition, waits to be claimed. */
    PLANNED(Entry.PENDING),
    /** A worker holds it under a lease. */
    CLAIMED(Entry.PENDING),
    /** The final dot may have gone. */
    HANDED(Entry.PENDING),
    /** The server has it. */
    ACCEPTED(Entry.ACCEPTED),
    /** Refused for now, is tried again. */
    DEFERRED(Entry.DEFERRED),
    /** Refused for good. */
    REJECTED(Entry.REJECTED),
    /** Nobody knows whether it arrived; sent again where the row has a next attempt. */
    UNCERTAIN(Entry.UNCERTAIN),
    /** Planned, but not to be sent. */
    EXCLUDED(Entry.EXCLUDED),
    /** The edition's time was over. */
    EXPIRED(Entry.EXPIRED);

    /**
     * Where a row is counted in the account of its edition: planned is the sum of all entries. An
     * edition is open while one of its rows is in an open entry.
     */
    public enum Entry {
        PENDING(true),
        DEFERRED(true),
        ACCEPTED(false),
        REJECTED(false),
        EXPIRED(false),
        UNCERTAIN(false),
        EXCLUDED(false);

        private final boolean open;

        Entry(boolean open) {
            this.open = open;
        }

        /** Whether a row here keeps its edition open, whatever its next attempt. */
        public boolean isOpen() {
            return open;
        }
    }

    /** The states that a transition leaves, as a list in SQL: something may still happen. */
    static final String UNFINISHED = "'PLANNED', 'CLAIMED', 'HANDED', 'DEFERRED', 'UNCERTAIN'";

    /** The states of mails that nobody got, as a list in SQL: their papers may come in others. */
    static final String NOT_RECEIVED = "'REJECTED', 'EXCLUDED', 'EXPIRED'";

    private final Entry entry;

    DeliveryState(Entry entry) {
        this.entry = entry;
    }

    /** Where it is counted in the account. */
    public Entry entry() {
        return entry;
    }

    /** The name in metrics. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The states of a list in SQL, such as {@code 'PLANNED', 'DEFERRED'}. */
    static List<DeliveryState> parse(String sqlList) {
        return Arrays.stream(sqlList.split(","))
                .map(name -> valueOf(name.strip().replace("'", "")))
                .toList();
    }
}
