package org.papertide.ranking.topology;

import org.apache.kafka.common.KafkaException;
import org.papertide.ranking.bytes.UnreadableBytesException;

/** Whose fault a failure within the stream is. */
final class Failures {

    private Failures() {}

    /**
     * Whether it is the fault of what is being processed, which fails again however often it is
     * tried: it is put aside. All other failures end the thread: Kafka's own, after which another
     * one goes on from the last commit, and state that this release cannot read.
     */
    static boolean isInputs(Throwable failure) {
        return (failure instanceof RuntimeException || failure instanceof StackOverflowError)
                && !(failure instanceof KafkaException)
                && !(failure instanceof UnreadableBytesException);
    }
}
