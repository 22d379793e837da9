package org.papertide.ingest.outbox;

import java.util.List;
import java.util.Set;

/** Puts records on their topics. */
interface Publisher {

    /**
     * Sends the records in order and waits until each is acknowledged or has failed.
     *
     * @return the ids of those acknowledged
     */
    Set<Long> publish(List<PendingRecord> rows) throws InterruptedException;

    /** Where a record goes: those of one lane are taken or fail together, those of one key too. */
    String lane(PendingRecord row);
}
