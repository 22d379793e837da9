package org.papertide.ingest.catalogue;

import java.util.ArrayList;
import java.util.List;
import org.papertide.ingest.source.Item;

/**
 * What became of a batch of items.
 *
 * @param added papers seen for the first time
 * @param changed papers of which something new is known
 * @param unchanged papers that were listed again
 * @param newSignals signals kept and published
 * @param knownSignals signals that had been taken before
 * @param refusedSignals signals not taken, with reasons
 * @param refused records that could not be read, with reasons
 * @param leftOut fields of taken records that were not believed, with reasons
 */
public record BatchResult(
        long added,
        long changed,
        long unchanged,
        long newSignals,
        long knownSignals,
        List<Item.Refused> refusedSignals,
        List<Item.Refused> refused,
        List<Item.LeftOut> leftOut) {

    public BatchResult {
        refusedSignals = List.copyOf(refusedSignals);
        refused = List.copyOf(refused);
        leftOut = List.copyOf(leftOut);
    }

    /** All that was refused, records and signals. */
    public List<Item.Refused> allRefused() {
        List<Item.Refused> all = new ArrayList<>(refused);
        all.addAll(refusedSignals);
        return all;
    }
}
