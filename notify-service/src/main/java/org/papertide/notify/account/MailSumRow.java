package org.papertide.notify.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.LocalDate;

/**
 * What became of the mails of one day, by kind and receiver.
 *
 * <p>Nobody loads it: the table is checked against it at the start.
 */
@IdClass(MailSumRow.Key.class)
@Entity
@Table(name = "mail_sum")
class MailSumRow {

    @Id
    @Column(name = "day")
    private LocalDate day;

    @Id
    @Column(name = "kind")
    private String kind;

    @Id
    @Column(name = "receiver")
    private String receiver;

    @Id
    @Column(name = "outcome")
    private String outcome;

    @Column(name = "mails")
    private long mails;

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
    protected MailSumRow() {}

    record Key(LocalDate day, String kind, String receiver, String outcome)
            implements Serializable {}
}
