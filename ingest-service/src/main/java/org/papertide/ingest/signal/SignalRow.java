package org.papertide.ingest.signal;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.papertide.events.PaperId;
import org.papertide.events.Signal;

/** A signal as it is kept; the table has its older name. */
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
