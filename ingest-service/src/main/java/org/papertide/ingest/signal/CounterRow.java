package org.papertide.ingest.signal;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.papertide.events.PaperId;
import org.papertide.events.Signal;

/** What pushed increments add up to. */
@Entity
@Table(name = "counter")
@IdClass(CounterRow.Key.class)
@SuppressWarnings("UnusedVariable") // columns that only statements name
class CounterRow {

    @Id private String paper;
    @Id private String metric;
    @Id private String source;
    private long value;
    private Instant lastObservedAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init") // Hibernate sets the fields of what it loads
    protected CounterRow() {}

    Signal signal() {
        return new Signal(new PaperId(paper), metric, value, lastObservedAt, source);
    }

    /** The row's key. */
    record Key(String paper, String metric, String source) {}
}
