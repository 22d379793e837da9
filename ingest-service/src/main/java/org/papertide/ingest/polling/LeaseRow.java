package org.papertide.ingest.polling;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who may talk to a host, and from when. */
@Entity
@Table(name = "lease")
@SuppressWarnings("UnusedVariable") // columns that only statements name
class LeaseRow {

    @Id private String host;
    private @Nullable String holder;
    private @Nullable Instant heldUntil;
    private Instant nextRequest;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init") // Hibernate sets the fields of what it loads
    protected LeaseRow() {}

    Instant nextRequest() {
        return nextRequest;
    }
}
