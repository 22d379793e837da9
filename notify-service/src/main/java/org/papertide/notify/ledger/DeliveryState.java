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

    /**
     * The column {@code phase}: what the indexes need of a state, and nothing more. A hand-over
     * changes the state and no phase, and so writes no index.
     */
    enum Phase {
        /** Something may still happen, and nobody holds the row. */
        WAITING,
        /** A worker holds it under a lease. */
        HELD,
        /** The server has the mail. */
        SENT,
        /** Nobody got the mail: its papers may come in others. */
        DROPPED
    }

    private final Entry entry;

    DeliveryState(Entry entry) {
        this.entry = entry;
    }

    /** Where it is counted in the account. */
    public Entry entry() {
        return entry;
    }

    /** What the indexes have of it. */
    Phase phase() {
        return switch (this) {
            case PLANNED, DEFERRED, UNCERTAIN -> Phase.WAITING;
            case CLAIMED, HANDED -> Phase.HELD;
            case ACCEPTED -> Phase.SENT;
            case REJECTED, EXCLUDED, EXPIRED -> Phase.DROPPED;
        };
    }

    /**
     * The stored one of this name. Of one that only a later release knows, nobody knows here what
     * it means: it is counted as uncertain, and keeps no edition open.
     */
    public static DeliveryState read(String name) {
        for (DeliveryState state : values()) {
            if (state.name().equals(name)) {
                return state;
            }
        }
        return UNCERTAIN;
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
