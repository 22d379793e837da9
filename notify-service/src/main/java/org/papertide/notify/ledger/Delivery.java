package org.papertide.notify.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of the ledger: one mail of one subscription. */
@Entity
@Table(name = "delivery")
class Delivery {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    @Column(name = "edition_id")
    private long editionId;

    @Column(name = "subscription_id")
    private long subscriptionId;

    @Column(name = "subscriber_id")
    private long subscriberId;

    @Column(name = "local_period")
    private @Nullable String localPeriod;

    private String state;

    private @Nullable String reason;

    @Column(name = "content_id")
    private @Nullable String contentId;

    @Column(name = "priority")
    private int priority;

    private int attempts;

    @Column(name = "next_attempt_at")
    private @Nullable Instant nextAttemptAt;

    @Column(name = "worker")
    private @Nullable String worker;

    @Column(name = "lease_until")
    private @Nullable Instant leaseUntil;

    /** The receiving group that it waits for. */
    @Column(name = "parked_for")
    private @Nullable String parkedFor;

    @Column(name = "queue_id")
    private @Nullable String queueId;

    @Column(name = "settled_at")
    private @Nullable Instant settledAt;

    /** The server that had it last. */
    private @Nullable String relay;

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
    protected Delivery() {}

    /** A mail that can be claimed at once. */
    Delivery(
            long editionId,
            long subscriptionId,
            long subscriberId,
            String localPeriod,
            String contentId,
            int priority,
            Instant nextAttemptAt) {
        this.editionId = editionId;
        this.subscriptionId = subscriptionId;
        this.subscriberId = subscriberId;
        this.localPeriod = localPeriod;
        this.state = DeliveryState.PLANNED.name();
        this.contentId = contentId;
        this.priority = priority;
        this.nextAttemptAt = nextAttemptAt;
    }

    DeliveryState state() {
        return DeliveryState.read(state);
    }

    @Nullable String reason() {
        return reason;
    }

    @Nullable Instant nextAttemptAt() {
        return nextAttemptAt;
    }

    @Nullable String parkedFor() {
        return parkedFor;
    }

    int attempts() {
        return attempts;
    }

    @Nullable String queueId() {
        return queueId;
    }

    @Nullable String relay() {
        return relay;
    }
}
