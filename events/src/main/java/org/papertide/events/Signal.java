package org.papertide.events;

import java.time.Instant;

/**
 * A reading: paper P stood at this value of this metric, at this source, at this time. Value of
 * {@code signals.v1}.
 *
 * <p>A reading is cumulative, so that replays, duplicates and disorder cannot inflate a score.
 *
 * @param paperId whose reading
 * @param metric what is counted: usually a {@link Metric}, but any name is valid
 * @param value the count so far, 0 or more; it may be below an earlier reading
 * @param observedAt when the source stood at this value
 * @param source where it was read, such as {@code huggingface}
 */
public record Signal(
        PaperId paperId, String metric, long value, Instant observedAt, String source) {

    /** Longest metric or source name, in characters. */
    public static final int MAX_NAME_LENGTH = 64;

    public Signal {
        Require.present("paperId", paperId);
        Require.text("metric", metric);
        Require.atLeast("value", value, 0);
        Require.present("observedAt", observedAt);
        Require.text("source", source);
        if (metric.length() > MAX_NAME_LENGTH || source.length() > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException(
                    "metric, source: longer than " + MAX_NAME_LENGTH + " characters");
        }
    }
}
