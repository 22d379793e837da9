package org.papertide.notify.returned;

import java.util.Optional;
import java.util.OptionalLong;

/** What a mail that came back is about, by the signed token in its address. */
public sealed interface Subject {

    /**
     * {@code b+TOKEN@}: the return address of a delivery.
     *
     * @param subscription whose it is, also when the delivery has left the ledger; absent in mails
     *     of earlier releases
     */
    record OfDelivery(long id, OptionalLong subscription) implements Subject {

        /** Only the ledger says whose it is. */
        public OfDelivery(long id) {
            this(id, OptionalLong.empty());
        }

        @Override
        public String toString() {
            return "OfDelivery[id=" + id + "]";
        }
    }

    /** {@code u+TOKEN@}: the address that unsubscribes. */
    record OfSubscription(long id) implements Subject {}

    /** The subject of a row; empty if only a later release knows what it is about. */
    static Optional<Subject> of(String about, long id) {
        return switch (about) {
            case "DELIVERY" -> Optional.of(new OfDelivery(id));
            case "SUBSCRIPTION" -> Optional.of(new OfSubscription(id));
            default -> Optional.empty();
        };
    }

    /** The number of the delivery or subscription. */
    long id();

    /** Which of the two, as the table has it. */
    default String about() {
        return switch (this) {
            case OfDelivery _ -> "DELIVERY";
            case OfSubscription _ -> "SUBSCRIPTION";
        };
    }
}
