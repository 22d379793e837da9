package org.papertide.notify.ledger;

/**
 * Rows of editions of one kind that are in one state.
 *
 * @param kindName the kind as stored; empty of editions that were not asked for
 * @param stateName the state as stored
 * @param rows how many
 */
public record KindCount(String kindName, String stateName, long rows) {

    /** Their state. */
    public DeliveryState state() {
        return DeliveryState.read(stateName);
    }
}
