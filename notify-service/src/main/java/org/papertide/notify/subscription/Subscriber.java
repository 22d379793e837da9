package org.papertide.notify.subscription;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;

/** A person, that is, a mailbox; may hold several subscriptions. */
@Entity(name = "subscriber")
class Subscriber {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    private String address;

    @Column(name = "address_key")
    private String addressKey;

    @Column(name = "address_hash")
    private String addressHash;

    @Column(name = "created_at")
    private Instant createdAt;

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
    protected Subscriber() {}

    long id() {
        return id;
    }

    String address() {
        return address;
    }

    String addressKey() {
        return addressKey;
    }

    String addressHash() {
        return addressHash;
    }

    Instant createdAt() {
        return createdAt;
    }
}
