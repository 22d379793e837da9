package org.papertide.notify.returned;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A mail that came back, once: the same one again changes nothing.
 *
 * <p>Nobody loads it: the table is checked against it at the start.
 */
@IdClass(ReturnedMailRow.Key.class)
@Entity
@Table(name = "returned_mail")
class ReturnedMailRow {

    @Id
    @Column(name = "about")
    private String about;

    @Id
    @Column(name = "subject")
    private long subject;

    @Id
    @Column(name = "message_key")
    private String messageKey;

    @Column(name = "kind")
    private String kind;

    @Column(name = "code")
    private @Nullable String code;

    @Column(name = "at")
    private Instant at;

    @Column(name = "book_at")
    private @Nullable Instant bookAt;

    @Column(name = "waits_for")
    private @Nullable Long waitsFor;

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
    protected ReturnedMailRow() {}

    record Key(String about, long subject, String messageKey) implements Serializable {}
}
