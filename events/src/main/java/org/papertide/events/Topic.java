package org.papertide.events;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every topic of Papertide: its name without prefix, what is kept, and the largest batch of records
 * that it takes.
 *
 * <p>The broker stores every batch unpacked, whatever its producer did, and only then measures it.
 * So the limit holds for what a consumer gets into memory: 200 MB that a producer packed below the
 * limit are refused. Rejected: to let the broker store what producers pack, a tenth of the disk for
 * signals; a consumer has no means to bound what it unpacks, and one batch ended it for ever.
 */
public enum Topic {
    PAPERS("papers.v1", true, null, 1024 * 1024),
    SIGNALS("signals.v1", false, Duration.ofDays(90), 256 * 1024),
    SCORES("scores.v1", true, null, 2 * 1024 * 1024),
    RANKINGS("rankings.v1", true, null, 2 * 1024 * 1024),
    PAST_RANKINGS("past-rankings.v1", true, null, 2 * 1024 * 1024),
    EMBEDDINGS("embeddings.v1", true, null, 256 * 1024),
    BREAKOUTS("breakouts.v1", false, Duration.ofDays(30), 2 * 1024 * 1024),
    TICKS("ticks.v1", false, Duration.ofHours(1), 16 * 1024),
    PRIORS("priors.v1", true, null, 256 * 1024),
    DELIVERIES("deliveries.v1", false, Duration.ofDays(90), 256 * 1024),
    PAPERS_DLQ("papers.dlq.v1", false, Duration.ofDays(30), 2 * 1024 * 1024),
    SIGNALS_DLQ("signals.dlq.v1", false, Duration.ofDays(30), 2 * 1024 * 1024),
    SCORES_DLQ("scores.dlq.v1", false, Duration.ofDays(30), 2 * 1024 * 1024),
    RANKINGS_DLQ("rankings.dlq.v1", false, Duration.ofDays(30), 2 * 1024 * 1024),
    PAST_RANKINGS_DLQ("past-rankings.dlq.v1", false, Duration.ofDays(30), 2 * 1024 * 1024),
    EMBEDDINGS_DLQ("embeddings.dlq.v1", false, Duration.ofDays(30), 2 * 1024 * 1024),
    BREAKOUTS_DLQ("breakouts.dlq.v1", false, Duration.ofDays(30), 2 * 1024 * 1024),
    TICKS_DLQ("ticks.dlq.v1", false, Duration.ofDays(30), 2 * 1024 * 1024),
    PRIORS_DLQ("priors.dlq.v1", false, Duration.ofDays(30), 2 * 1024 * 1024),
    DELIVERIES_DLQ("deliveries.dlq.v1", false, Duration.ofDays(30), 2 * 1024 * 1024);

    private static final Duration COMPACTION_LAG = Duration.ofMinutes(10);

    /**
     * How long a compacted topic says that a key is gone. A reader that was away for longer than
     * Kafka's own day, with what it had read before, would keep that key for ever.
     */
    public static final Duration TOMBSTONES = Duration.ofDays(30);

    private final String baseName;
    private final boolean compacted;
    private final @Nullable Duration retention;
    private final int maxRecordBytes;

    Topic(String baseName, boolean compacted, @Nullable Duration retention, int maxRecordBytes) {
        this.baseName = baseName;
        this.compacted = compacted;
        this.retention = retention;
        this.maxRecordBytes = maxRecordBytes;
    }

    /** The name without prefix, such as {@code papers.v1}. */
    public String baseName() {
        return baseName;
    }

    /**
     * Largest record, and largest batch of records, in bytes, as the broker stores it: unpacked.
     */
    public int maxRecordBytes() {
        return maxRecordBytes;
    }

    /** Whether the topic keeps the last record per key, else it keeps a span of time. */
    public boolean compacted() {
        return compacted;
    }

    /** The topic that takes what could not be read from this one. */
    public Topic deadLetters() {
        return switch (this) {
            case PAPERS, PAPERS_DLQ -> PAPERS_DLQ;
            case SIGNALS, SIGNALS_DLQ -> SIGNALS_DLQ;
            case SCORES, SCORES_DLQ -> SCORES_DLQ;
            case RANKINGS, RANKINGS_DLQ -> RANKINGS_DLQ;
            case PAST_RANKINGS, PAST_RANKINGS_DLQ -> PAST_RANKINGS_DLQ;
            case EMBEDDINGS, EMBEDDINGS_DLQ -> EMBEDDINGS_DLQ;
            case BREAKOUTS, BREAKOUTS_DLQ -> BREAKOUTS_DLQ;
            case TICKS, TICKS_DLQ -> TICKS_DLQ;
            case PRIORS, PRIORS_DLQ -> PRIORS_DLQ;
            case DELIVERIES, DELIVERIES_DLQ -> DELIVERIES_DLQ;
        };
    }

    /** The settings of the topic at the broker. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("cleanup.policy", compacted ? "compact" : "delete");
        settings.put("compression.type", "uncompressed");
        settings.put("max.message.bytes", Integer.toString(maxRecordBytes));
        if (compacted) {
            settings.put("delete.retention.ms", Long.toString(TOMBSTONES.toMillis()));
        }
        if (retention != null) {
            settings.put("retention.ms", Long.toString(retention.toMillis()));
        }
        if (this == TICKS) {
            // The broker's clock, not a producer's: a tick is refused that is ahead of it.
            settings.put("message.timestamp.type", "LogAppendTime");
        }
        if (this == RANKINGS) {
            // A consumer that was away reads each ranking once and what came within the lag, not
            // every ranking of a week, after which a segment is compacted by default.
            settings.put("max.compaction.lag.ms", Long.toString(COMPACTION_LAG.toMillis()));
        }
        return settings;
    }
}
