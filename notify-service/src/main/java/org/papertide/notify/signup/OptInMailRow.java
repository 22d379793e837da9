package org.papertide.notify.signup;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/**
 * An opt-in mail of the last 30 days, for the limits: keyed hashes, no address.
 *
 * <p>Nobody loads it: the table is checked against it at the start.
 */
@Entity
@Table(name = "opt_in_mail")
class OptInMailRow {

    @Id
    @Column(name = "id")
    private long id;

    @Column(name = "mailbox_hash")
    private String mailboxHash;

    @Column(name = "domain_hash")
    private String domainHash;

    @Column(name = "planned_at")
    private Instant plannedAt;

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
    protected OptInMailRow() {}
}
