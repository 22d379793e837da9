package org.papertide.ingest.polling;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.papertide.ingest.source.Item;
import org.papertide.ingest.source.SourceStatus;

/** Where sources' positions and outcomes are kept, beside the papers that came with them. */
public interface SourceLog {

    /**
     * A source's last status and all it ever gave.
     *
     * @param total the sum of what became of its items
     */
    record Entry(SourceStatus status, IngestCounts total) {}

    /** The entry of a source, or empty if it never ran. */
    Optional<Entry> find(String source);

    /**
     * Takes the items of a source and writes down its new status, in one transaction: papers,
     * signals, outbox, position. Nothing of it is kept if this throws.
     *
     * @param items as fetched; signals without a time of their own count as of {@code observedAt}
     * @param observedAt when the answer was fetched
     * @param status the status that replaces the one before, given what became of the items; called
     *     within the transaction
     * @return the status written
     */
    SourceStatus record(
            String source,
            List<Item> items,
            Instant observedAt,
            Function<IngestCounts, SourceStatus> status);
}
