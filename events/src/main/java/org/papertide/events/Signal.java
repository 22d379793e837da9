package org.papertide.events;

import java.time.Instant;

/**
 * A signal: paper P stood at this value of this metric, at this source, at this time. Value of
 * {@code signals.v1}.
 *
 * <p>A signal is cumulative, so that replays, duplicates and disorder cannot inflate a score.
 *
 * @param paperId whose signal
 * @param metric what is counted: usually a {@link Metric}, but any name is valid
 * @param value the count so far, 0 or more; it may be below an earlier signal
 * @param observedAt when the source stood at this value
 * @param source where it was read, such as {@code huggingface}
 */
public record Signal(
        PaperId paperId, String metric, long value, Instant observedAt, String source) {

    public Signal {
        Require.present("paperId", paperId);
        Require.word("metric", metric);
        Require.count("value", value);
        Require.instant("observedAt", observedAt);
        Require.word("source", source);
    }
}
