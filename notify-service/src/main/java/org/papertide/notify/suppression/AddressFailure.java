package org.papertide.notify.suppression;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A failure that counts towards suppression. */
@Entity
@Table(name = "address_failure")
class AddressFailure {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    @Column(name = "address_hash")
    private String addressHash;

    @Column(name = "kind")
    private String kind;

    @Column(name = "at")
    private Instant at;

    @Column(name = "refusal")
    private @Nullable Long refusal;

    @Column(name = "receiver")
    private @Nullable Long receiver;

    @Column(name = "in_a_row")
    private boolean inARow;

    @Column(name = "edition_id")
    private @Nullable Long editionId;

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
    protected AddressFailure() {}

    AddressFailure(String addressHash, Suppressions.Failure kind, Instant at) {
        this(addressHash, kind, at, null, null, false, null);
    }

    /**
     * @param refusal what refusals share that one relay gives on one day; null if it is not looked
     *     whether others were refused so
     * @param receiver whose address it is, among those that are refused so; null if it does not
     *     matter who else is
     * @param inARow whether it is one of {@link Suppressions#MANY} addresses in a row
     * @param editionId the edition whose mail came back; null if the relay refused it
     */
    AddressFailure(
            String addressHash,
            Suppressions.Failure kind,
            Instant at,
            @Nullable Long refusal,
            @Nullable Long receiver,
            boolean inARow,
            @Nullable Long editionId) {
        this.addressHash = addressHash;
        this.kind = kind.name();
        this.at = at;
        this.refusal = refusal;
        this.receiver = receiver;
        this.inARow = inARow;
        this.editionId = editionId;
    }

    String addressHash() {
        return addressHash;
    }

    String kind() {
        return kind;
    }

    Instant at() {
        return at;
    }

    @Nullable Long refusal() {
        return refusal;
    }

    @Nullable Long receiver() {
        return receiver;
    }

    boolean inARow() {
        return inARow;
    }

    @Nullable Long editionId() {
        return editionId;
    }
}
