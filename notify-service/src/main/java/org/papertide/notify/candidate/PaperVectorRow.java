package org.papertide.notify.candidate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/**
 * What the text of a paper means, by one text model; derived from {@code embeddings.v1}.
 *
 * <p>Nobody loads it: the table is checked against it at the start.
 */
@IdClass(PaperVectorRow.Key.class)
@Entity
@Table(name = "paper_vector")
class PaperVectorRow {

    @Id
    @Column(name = "paper_id")
    private String paperId;

    @Id
    @Column(name = "model")
    private String model;

    @Column(name = "body")
    private String body;

    @Column(name = "came_at")
    private Instant cameAt;

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
    protected PaperVectorRow() {}

    record Key(String paperId, String model) implements Serializable {}
}
