package org.papertide.notify.token;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A key as the database keeps it. */
@Entity
@Table(name = "token_key")
class TokenKeyRow {

    @Id private int id;

    private byte[] secret;

    @Column(name = "created_at")
    private Instant createdAt;

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
    protected TokenKeyRow() {}

    TokenKey key() {
        return new TokenKey(id, secret);
    }

    Instant createdAt() {
        return createdAt;
    }
}
