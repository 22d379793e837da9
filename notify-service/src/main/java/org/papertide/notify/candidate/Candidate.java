package org.papertide.notify.candidate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A paper's last score: its event as it came, and what it is ordered by. */
@Entity
@Table(name = "candidate")
class Candidate {

    @Id
    @Column(name = "paper_id")
    private String paperId;

    @Column(name = "score")
    private double score;

    @Column(name = "day_rising")
    private @Nullable Double dayRising;

    @Column(name = "day_top")
    private @Nullable Double dayTop;

    @Column(name = "week_rising")
    private @Nullable Double weekRising;

    @Column(name = "week_top")
    private @Nullable Double weekTop;

    @Column(name = "observed_at")
    private Instant observedAt;

    @Column(name = "listed")
    private @Nullable Instant listed;

    @Column(name = "body")
    private String body;

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
    protected Candidate() {}
}
