package org.papertide.notify.suppression;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/**
 * An address that gets no mail, by its hash, and why.
 *
 * <p>Nobody loads it: the table is checked against it at the start.
 */
@Entity
@Table(name = "suppression")
class SuppressionRow {

    @Id
    @Column(name = "address_hash")
    private String addressHash;

    @Column(name = "reason")
    private String reason;

    @Column(name = "at")
    private Instant at;

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
    protected SuppressionRow() {}
}
