package org.papertide.ingest.polling;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.papertide.ingest.source.Item;
import org.papertide.ingest.source.SourceStatus;

/** Where sources' positions and outcomes are kept, beside the papers that came with them. */
public interface SourceLog {

    /**
     * A source's last status and all it ever gave.
     *
     * @param total the sum of what {@link #record} answered for it
     */
    record Entry(SourceStatus status, Taken total) {}

    /** The entry of a source, or empty if it never ran. */
    Optional<Entry> find(String source);

    /**
     * Takes what a source told and writes down its new status, in one transaction: papers,
     * readings, outbox, position. Nothing of it is kept if this throws.
     *
     * @param status replaces the status before
     * @param items as fetched; readings without a time of their own count as of {@code observedAt}
     * @param observedAt when the answer was fetched
     */
    Taken record(SourceStatus status, List<Item> items, Instant observedAt);
}
