package org.papertide.notify.edition;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/**
 * An alert that some themes could not be asked about yet, as its paper had no vector.
 *
 * <p>Nobody loads it: the table is checked against it at the start.
 */
@Entity
@Table(name = "waiting_alert")
class WaitingAlertRow {

    @Id
    @Column(name = "edition_id")
    private long editionId;

    @Column(name = "paper_id")
    private String paperId;

    @Column(name = "body")
    private String body;

    @Column(name = "look_at")
    private Instant lookAt;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
    protected WaitingAlertRow() {}
}
