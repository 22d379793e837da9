package org.papertide.notify.edition;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/**
 * How many mails of an edition left the ledger in one state, or came back in one way.
 *
 * <p>Nobody loads it: the table is checked against it at the start.
 */
@IdClass(EditionSumRow.Key.class)
@Entity
@Table(name = "edition_sum")
class EditionSumRow {

    @Id
    @Column(name = "edition_id")
    private long editionId;

    @Id
    @Column(name = "entry")
    private String entry;

    @Id
    @Column(name = "reason")
    private String reason;

    @Column(name = "mails")
    private long mails;

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
    protected EditionSumRow() {}

    record Key(long editionId, String entry, String reason) implements Serializable {}
}
