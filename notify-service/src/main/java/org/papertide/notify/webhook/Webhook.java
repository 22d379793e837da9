package org.papertide.notify.webhook;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a subscription that is served by a webhook is called. */
@Entity
@Table(name = "webhook")
public class Webhook {

    /** Its number is that of its subscription. */
    @Id
    @Column(name = "subscription_id")
    private long id;

    private String url;
    private String format;
    private String[] events;
    private byte[] secret;

    @Column(name = "previous_secret")
    private byte @Nullable [] previousSecret;

    @Column(name = "previous_until")
    private @Nullable Instant previousUntil;

    private int version;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "failing_since")
    private @Nullable Instant failingSince;

    @Column(name = "failed_on")
    private @Nullable LocalDate failedOn;

    @Column(name = "failed_days")
    private int failedDays;

    @Column(name = "ended_at")
    private @Nullable Instant endedAt;

    @Column(name = "end_reason")
    private @Nullable String endReason;

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
    protected Webhook() {}

    /**
     * @param id of its subscription
     * @param sealedSecret encrypted
     */
    public Webhook(
            long id,
            Target target,
            String format,
            List<String> events,
            byte[] sealedSecret,
            Instant createdAt) {
        this.id = id;
        this.url = target.uri().toString();
        this.format = format;
        this.events = events.toArray(String[]::new);
        this.secret = sealedSecret.clone();
        this.version = 1;
        this.createdAt = createdAt;
    }

    public long id() {
        return id;
    }

    /** What is called. */
    public String url() {
        return url;
    }

    /** The name of the format that events are written in. */
    public String format() {
        return format;
    }

    /** The kinds of events that the receiver chose. */
    public List<String> events() {
        return List.of(events);
    }

    /** The secret, encrypted. */
    public byte[] sealedSecret() {
        return secret.clone();
    }

    /** The secret before, encrypted; absent if it signs no more. */
    public byte @Nullable [] sealedPrevious(Instant now) {
        return previousSecret == null || previousUntil == null || !now.isBefore(previousUntil)
                ? null
                : previousSecret.clone();
    }

    /** Until when the secret before signs as well; absent if it does not. */
    public @Nullable Instant previousUntil(Instant now) {
        return sealedPrevious(now) == null ? null : previousUntil;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Since when each call has failed. */
    public @Nullable Instant failingSince() {
        return failingSince;
    }

    /** The last day, of UTC, on which a call failed and none was answered since. */
    @Nullable LocalDate failedOn() {
        return failedOn;
    }

    /** On how many days calls have failed since the last that was answered. */
    int failedDays() {
        return failedDays;
    }

    /** When it was ended by failures or by its receiver. */
    public @Nullable Instant endedAt() {
        return endedAt;
    }

    /** Why. */
    public @Nullable String endReason() {
        return endReason;
    }

    /** Counts how often a target was asked for it: its challenges are good for one version. */
    public int version() {
        return version;
    }

    /** Its target is asked again: no challenge of before is good any more. */
    public void askAgain() {
        version++;
    }

    /** Calls something else, or in another way; that was asked as its next version. */
    public void call(Target target, String newFormat) {
        askAgain();
        url = target.uri().toString();
        format = newFormat;
    }

    /** Gets other kinds of events. */
    public void choose(List<String> newEvents) {
        events = newEvents.toArray(String[]::new);
    }

    /** Signs with another secret; with the one before as well, until then. */
    public void rotate(byte[] sealedSecret, Instant until) {
        previousSecret = secret;
        previousUntil = until;
        secret = sealedSecret.clone();
    }

    /** Is not called any more. */
    public void end(Instant now, String reason) {
        endedAt = now;
        endReason = reason;
    }

    /** Is called again. */
    public void begin() {
        failingSince = null;
        failedOn = null;
        failedDays = 0;
        endedAt = null;
        endReason = null;
    }
}
