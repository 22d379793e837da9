package org.papertide.notify.ledger;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rows that this process holds, each with the state that the database has for it: what the
 * ledger claims, the journal moves on, and whose leases are renewed.
 */
public final class HeldDeliveries {

    private record Held(DeliveryState state, Instant leaseUntil) {}

    private final Map<Long, Held> rows = new ConcurrentHashMap<>();

    void claimed(long id, Instant leaseUntil) {
        rows.put(id, new Held(DeliveryState.CLAIMED, leaseUntil));
    }

    /** The row's state was written; a row that is not held any more stays so. */
    void moved(long id, DeliveryState state) {
        rows.computeIfPresent(id, (_, held) -> new Held(state, held.leaseUntil()));
    }

    /** The row's lease was renewed; a row that is not held any more stays so. */
    void renewed(long id, Instant leaseUntil) {
        rows.computeIfPresent(id, (_, held) -> new Held(held.state(), leaseUntil));
    }

    /**
     * @throws IllegalStateException if the transition is illegal for the row's state
     */
    void requireLegal(long id, Transition transition) {
        Held held = rows.get(id);
        if (held != null && !transition.leaves(held.state())) {
            throw new IllegalStateException(
                    "delivery %d: no %s from %s".formatted(id, transition, held.state()));
        }
    }

    void drop(long id) {
        rows.remove(id);
    }

    Long[] ids() {
        return rows.keySet().toArray(Long[]::new);
    }

    /** Those whose lease ends at this time or before. */
    Long[] endingUntil(Instant time) {
        return rows.entrySet().stream()
                .filter(row -> !row.getValue().leaseUntil().isAfter(time))
                .map(Map.Entry::getKey)
                .toArray(Long[]::new);
    }
}
