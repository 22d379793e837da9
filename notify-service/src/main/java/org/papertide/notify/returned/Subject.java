package org.papertide.notify.returned;

/** What a mail that came back is about, by the signed token in its address. */
public sealed interface Subject {

    /** {@code b+TOKEN@}: the return address of a delivery. */
    record OfDelivery(long id) implements Subject {}

    /** {@code u+TOKEN@}: the address that unsubscribes. */
    record OfSubscription(long id) implements Subject {}

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
