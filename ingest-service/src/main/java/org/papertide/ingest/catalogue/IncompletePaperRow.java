package org.papertide.ingest.catalogue;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A paper that arXiv is to be asked about. */
@Entity
@Table(name = "incomplete")
@SuppressWarnings("UnusedVariable") // columns that only statements name
class IncompletePaperRow {

    @Id private String paper;
    private Instant firstSeen;
    private @Nullable Instant askedAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init") // Hibernate sets the fields of what it loads
    protected IncompletePaperRow() {}
}
