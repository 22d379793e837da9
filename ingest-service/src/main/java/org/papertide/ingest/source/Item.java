package org.papertide.ingest.source;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Bounds;
import org.papertide.events.PaperId;

/**
 * What a parser yields, one at a time and in the order of the input. A bad record yields {@link
 * Refused} and its neighbours go on.
 */
public sealed interface Item {

    /**
     * A paper as one source lists it.
     *
     * @param listing already validated
     */
    record Listed(Listing listing) implements Item {}

    /**
     * A cumulative count at a source. The paper's {@link Listed} comes before it in the same input.
     *
     * @param paper whose count; the first of the listing's identities
     * @param metric what is counted, such as {@code UPVOTES}; any name of 1 to 64 characters
     * @param value the count so far, 0 or more
     * @param observedAt when the source stood there; absent: when the input was fetched, or the
     *     import's own time
     * @param source where it was read
     */
    record Observed(
            PaperId paper, String metric, long value, @Nullable Instant observedAt, String source)
            implements Item {

        public Observed {
            FieldCheck.text("metric", metric, Bounds.MAX_WORD);
            FieldCheck.text("source", source, Bounds.MAX_WORD);
            if (value < 0) {
                throw new IllegalArgumentException(
                        metric + ": negative count " + value + "; counts start at 0");
            }
            if (value > Bounds.MAX_COUNT) {
                throw new IllegalArgumentException(
                        metric + ": " + value + " is above " + Bounds.MAX_COUNT);
            }
        }
    }

    /**
     * A record that was not taken.
     *
     * @param where which one: its position and, if known, its identity
     * @param reason what is wrong with it, for people
     */
    record Refused(String where, String reason) implements Item {}

    /**
     * A count of a record that was not taken; the record itself was.
     *
     * @param where whose count
     * @param reason which count, and what is wrong with it, for people
     */
    record RefusedSignal(String where, String reason) implements Item {}

    /**
     * A field that was left out because it cannot be true, such as a date in 1970; the record
     * itself was taken. For the account only.
     *
     * @param where whose field
     * @param reason which field, and what is wrong with it
     */
    record LeftOut(String where, String reason) implements Item {}
}
