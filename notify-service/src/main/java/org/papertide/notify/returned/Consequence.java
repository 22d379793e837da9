package org.papertide.notify.returned;

import org.papertide.notify.suppression.Suppressions;

/** What follows from a report, for the one whom the token names and for nobody else. */
sealed interface Consequence {

    /** It is counted, no more. */
    record Nothing() implements Consequence {}

    /** The address is not there: suppress it. */
    record Suppress() implements Consequence {}

    /** The domain is not there: suppress it if the DNS says so as well, else it counts hard. */
    record SuppressIfGone() implements Consequence {}

    /** Counts towards suppression. */
    record Count(Suppressions.Failure failure) implements Consequence {}

    /** The same, unless the relay says so of other receivers as well. */
    record CountIfOfOneReceiver(Suppressions.Failure failure) implements Consequence {}

    /** The same, unless most of an edition comes back so: then the relay itself is cut off. */
    record CountUnlessOfMost(Suppressions.Failure failure) implements Consequence {}

    /** The reader calls the mail unwanted: end all subscriptions, suppress the address. */
    record Complaint() implements Consequence {}

    /** The reader wants no more of this subscription. */
    record Unsubscribe() implements Consequence {}

    /** No address is to blame: the operator has to look. */
    record NotifyOperator(ReturnedMailCounts.Fault fault) implements Consequence {}
}
