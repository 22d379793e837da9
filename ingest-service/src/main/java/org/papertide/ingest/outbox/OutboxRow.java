package org.papertide.ingest.outbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.papertide.events.Topic;

/** A record that waits in the outbox. */
@Entity
@Table(name = "outbox")
class OutboxRow {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    private String topic;
    private String key;

    @Column(columnDefinition = "jsonb")
    private String headers;

    private String value;
    private Instant createdAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init") // Hibernate sets the fields of what it loads
    protected OutboxRow() {}

    PendingRecord pending() {
        return new PendingRecord(
                id, new OutboxRecord(Topic.valueOf(topic), key, headers, value, createdAt));
    }
}
