package org.papertide.ingest.signal;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

/** A pushed event that was taken. */
@Entity
@Table(name = "pushed_event")
@IdClass(PushedEventRow.Key.class)
@SuppressWarnings("UnusedVariable") // columns that only statements name
class PushedEventRow {

    @Id private String source;
    @Id private String eventId;
    private Instant recordedAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init") // Hibernate sets the fields of what it loads
    protected PushedEventRow() {}

    Key key() {
        return new Key(source, eventId);
    }

    /** The row's key. */
    record Key(String source, String eventId) {

        /** The key of an event that has an id. */
        static Key of(PushedEvent event) {
            return new Key(event.source(), String.valueOf(event.eventId()));
        }
    }
}
