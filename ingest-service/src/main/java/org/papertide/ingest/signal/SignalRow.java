package org.papertide.ingest.signal;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.papertide.events.PaperId;
import org.papertide.events.Signal;

/**
 * A signal as it is kept.
 *
 * <p>The table has its older name, and keeps it. Two releases run side by side during an upgrade,
 * and every statement of the older one names {@code reading}; one of them finds rows by {@code
 * ctid}, which a view in the table's place does not have.
 */
@Entity
@Table(name = "reading")
@IdClass(SignalRow.Key.class)
@SuppressWarnings("UnusedVariable") // columns that only statements name
class SignalRow {

    @Id private String paper;
    @Id private String metric;
    @Id private String source;
    @Id private Instant observedAt;
    private long value;
    private Instant recordedAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init") // Hibernate sets the fields of what it loads
    protected SignalRow() {}

    Signal signal() {
        return new Signal(new PaperId(paper), metric, value, observedAt, source);
    }

    /** The row's key. */
    record Key(String paper, String metric, String source, Instant observedAt) {}
}
