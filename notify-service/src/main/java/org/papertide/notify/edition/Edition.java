package org.papertide.notify.edition;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.message.MailKind;
import org.papertide.platform.tracing.Traces;

/** Mails that are planned together: a digest of one slot, an alert, or a single mail. */
@Entity
@Table(name = "edition")
public class Edition {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    /** What it is planned once for. */
    @Column(name = "edition_key")
    private String editionKey;

    private String kind;

    @Column(name = "as_of")
    private Instant asOf;

    @Column(name = "planned_at")
    private Instant plannedAt;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @Column(name = "frozen_at")
    private @Nullable Instant frozenAt;

    @Column(name = "composed_at")
    private @Nullable Instant composedAt;

    @Column(name = "closed_at")
    private @Nullable Instant closedAt;

    @Column(name = "stopped_at")
    private @Nullable Instant stoppedAt;

    @Column(name = "stop_reason")
    private @Nullable String stopReason;

    private boolean leaving;

    @Column(name = "left_at")
    private @Nullable Instant leftAt;

    private @Nullable String trace;

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
    protected Edition() {}

    /** An edition whose mails have their content. */
    Edition(String editionKey, MailKind kind, Instant plannedAt, Instant expiresAt) {
        this.editionKey = editionKey;
        this.kind = kind.name();
        this.asOf = plannedAt;
        this.plannedAt = plannedAt;
        this.expiresAt = expiresAt;
        this.frozenAt = plannedAt;
        this.composedAt = plannedAt;
        this.trace = Traces.current();
    }

    public long id() {
        return id;
    }

    /** What it is planned once for. */
    String editionKey() {
        return editionKey;
    }

    /** The name of its kind, as it is shown. */
    public String kindName() {
        return kind;
    }

    /** Its kind; empty if only a later release knows it: what is to be done, is left to that. */
    public Optional<MailKind> kind() {
        return MailKind.find(kind);
    }

    /**
     * Its kind.
     *
     * @throws IllegalStateException if only a later release knows it
     */
    public MailKind knownKind() {
        return kind().orElseThrow(() -> new IllegalStateException(kind + ": of a later release"));
    }

    /** The instant it is for. */
    public Instant asOf() {
        return asOf;
    }

    public Instant plannedAt() {
        return plannedAt;
    }

    /**
     * Since when its mails are due: its slot or its breakout; or when it was planned, if somebody
     * asked for it, perhaps as of another time.
     */
    public Instant dueAt() {
        return editionKey.endsWith(EditionPlanner.BY_OPERATOR) || asOf.isAfter(plannedAt)
                ? plannedAt
                : asOf;
    }

    /** When it is too late for its mails. */
    public Instant expiresAt() {
        return expiresAt;
    }

    /** When its audience was frozen; absent while that is to be done. */
    @Nullable Instant frozenAt() {
        return frozenAt;
    }

    /** When each of its mails had its content; absent while some have none. */
    @Nullable Instant composedAt() {
        return composedAt;
    }

    /** Whether each of its mails has its content: no more follow. */
    public boolean isComposed() {
        return composedAt != null;
    }

    /** Whether nothing more of it is to be sent. */
    public boolean isStopped() {
        return stoppedAt != null;
    }

    /** Why it is stopped; null if it is not. */
    public @Nullable String stopReason() {
        return stopReason;
    }

    /** The trace that it belongs to, and its mails; absent if nobody follows it. */
    public @Nullable String trace() {
        return trace;
    }

    /** Whether its mails are leaving the ledger. */
    public boolean isLeaving() {
        return leaving;
    }

    /** When its last mail had left the ledger. */
    public @Nullable Instant leftAt() {
        return leftAt;
    }

    /** When nothing waited in it any more. */
    public @Nullable Instant closedAt() {
        return closedAt;
    }
}
