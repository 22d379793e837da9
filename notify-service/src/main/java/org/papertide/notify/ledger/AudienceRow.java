package org.papertide.notify.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One of those an edition is for, from when it is frozen until their mail is in the ledger.
 *
 * <p>Nobody loads it: the table is checked against it at the start.
 */
@IdClass(AudienceRow.Key.class)
@Entity
@Table(name = "audience")
class AudienceRow {

    @Id
    @Column(name = "edition_id")
    private long editionId;

    @Id
    @Column(name = "part")
    private int part;

    @Id
    @Column(name = "place")
    private long place;

    @Column(name = "subscription_id")
    private long subscriptionId;

    @Column(name = "subscriber_id")
    private long subscriberId;

    @Column(name = "local_period")
    private String localPeriod;

    @Column(name = "exclusion")
    private @Nullable String exclusion;

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
    protected AudienceRow() {}

    record Key(long editionId, int part, long place) implements Serializable {}
}
