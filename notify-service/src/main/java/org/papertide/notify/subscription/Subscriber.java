package org.papertide.notify.subscription;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Optional;

/** A person, that is, a mailbox; may hold several subscriptions. */
@Entity(name = "subscriber")
public class Subscriber {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    private String address;

    @Column(name = "address_hash")
    private String addressHash;

    @Column(name = "created_at")
    private Instant createdAt;

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
    protected Subscriber() {}

    public long id() {
        return id;
    }

    public String address() {
        return address;
    }

    /** The address in its parts; absent where rules have become stricter since. */
    public Optional<MailAddress> mailAddress() {
        return MailAddress.parse(address) instanceof MailAddress.Parsed.Valid(MailAddress valid)
                ? Optional.of(valid)
                : Optional.empty();
    }

    public String addressHash() {
        return addressHash;
    }

    public Instant createdAt() {
        return createdAt;
    }
}
