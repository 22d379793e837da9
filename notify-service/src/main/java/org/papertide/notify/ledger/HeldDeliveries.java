package org.papertide.notify.ledger;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rows that this process holds, each with the state that the database has for it: what the
 * ledger claims, the journal moves on, and whose leases are renewed.
 */
public final class HeldDeliveries {

    private final Map<Long, DeliveryState> states = new ConcurrentHashMap<>();

    void claimed(long id) {
        states.put(id, DeliveryState.CLAIMED);
    }

    /** The row's state was written; a row that is not held any more stays so. */
    void moved(long id, DeliveryState state) {
        states.computeIfPresent(id, (_, _) -> state);
    }

    /**
     * @throws IllegalStateException if the transition is illegal for the row's state
     */
    void requireLegal(long id, Transition transition) {
        DeliveryState state = states.get(id);
        if (state != null && !transition.leaves(state)) {
            throw new IllegalStateException(
                    "delivery %d: no %s from %s".formatted(id, transition, state));
        }
    }

    void drop(long id) {
        states.remove(id);
    }

    Long[] ids() {
        return states.keySet().toArray(Long[]::new);
    }
}
