package org.papertide.notify.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/**
 * A paper that a text shows: once per text, however many readers it is sent to.
 *
 * <p>Nobody loads it: the table is checked against it at the start.
 */
@IdClass(ShownRow.Key.class)
@Entity
@Table(name = "shown")
class ShownRow {

    @Id
    @Column(name = "content_id")
    private String contentId;

    @Id
    @Column(name = "paper_id")
    private String paperId;

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
    protected ShownRow() {}

    record Key(String contentId, String paperId) implements Serializable {}
}
