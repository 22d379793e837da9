package org.papertide.notify.candidate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The last ranking of a key: its event as it came. */
@Entity
@Table(name = "ranking")
class StoredRanking {

    @Id
    @Column(name = "ranking_key")
    private String rankingKey;

    @Column(name = "as_of")
    private Instant asOf;

    @Column(name = "body")
    private String body;

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
    protected StoredRanking() {}
}
