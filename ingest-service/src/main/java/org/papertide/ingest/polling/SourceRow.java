package org.papertide.ingest.polling;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.papertide.ingest.source.SourceState;
import org.papertide.ingest.source.SourceStatus;

/** A source's status and what it has given in all. */
@Entity
@Table(name = "source")
class SourceRow {

    @Id private String name;

    @Enumerated(EnumType.STRING)
    @Column(columnDefinition = "text")
    private SourceState state;

    private @Nullable String position;
    private @Nullable Instant lastRun;
    private @Nullable Instant lastSuccess;
    private @Nullable Instant lastNew;
    private @Nullable Instant nextRun;
    private int failures;
    private @Nullable String message;
    private long added;
    private long changed;
    private long unchanged;

    // Its older name, as that of the table of signals: the release before writes it, too.
    @Column(name = "readings")
    private long signals;

    private long refused;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init") // Hibernate sets the fields of what it loads
    protected SourceRow() {}

    SourceRow(SourceStatus status, IngestCounts total) {
        this.name = status.source();
        this.state = status.state();
        this.position = status.position();
        this.lastRun = status.lastRun();
        this.lastSuccess = status.lastSuccess();
        this.lastNew = status.lastNew();
        this.nextRun = status.nextRun();
        this.failures = status.failures();
        this.message = status.message();
        this.added = total.added();
        this.changed = total.changed();
        this.unchanged = total.unchanged();
        this.signals = total.signals();
        this.refused = total.refused();
    }

    SourceLog.Entry entry() {
        return new SourceLog.Entry(
                new SourceStatus(
                        name,
                        state,
                        position,
                        lastRun,
                        lastSuccess,
                        lastNew,
                        nextRun,
                        failures,
                        message),
                new IngestCounts(added, changed, unchanged, signals, refused));
    }
}
