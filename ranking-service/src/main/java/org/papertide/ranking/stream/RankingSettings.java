package org.papertide.ranking.stream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.papertide.ranking.topology.StreamRules;

/** How the stream runs on this machine, and its limits. */
@ConfigMapping(prefix = "papertide.ranking")
public interface RankingSettings {

    /** For whoever reads what the stream writes. */
    Duration PAST_TOLERANCE = StreamRules.PAST_TOLERANCE;

    /** Name of the group of all replicas, and of its internal topics and transactions. */
    String applicationId();

    /** Where the stores are kept; if they are lost, they are rebuilt from Kafka. */
    Path stateDir();

    /**
     * Name of this replica, the same after each of its restarts and unlike the others': with it a
     * restart moves no partition to others. Default: the host's name.
     */
    Optional<String> instanceId();

    /** Threads that work on partitions. */
    @WithDefault("2")
    @Min(1)
    @Max(256)
    int threads();

    /** Copies of each store that other replicas keep ready. */
    @WithDefault("0")
    @Min(0)
    @Max(10)
    int standbyReplicas();

    /** When there is much to do, how often results are committed and become visible. */
    @WithDefault("PT0.5S")
    @DurationMin(millis = 10)
    @DurationMax(seconds = 10)
    Duration commitInterval();

    /** Bytes of the stores' records kept in memory; papers and their texts are not among them. */
    @WithDefault("33554432")
    @Min(0)
    @Max(1_099_511_627_776L)
    long cacheBytes();

    /** Whether a replica that was killed goes on with its stores instead of restoring them. */
    @WithDefault("true")
    boolean transactionalStores();

    /** How soon a replica that does not answer counts as dead; most brokers want 6 s at least. */
    @WithDefault("PT10S")
    @DurationMin(seconds = 1)
    @DurationMax(minutes = 30)
    Duration sessionTimeout();

    /** Whether this replica sends the ticks; off only where something else does. */
    @WithDefault("true")
    boolean ticks();

    /** How far ahead of the clock a signal may be. */
    @WithDefault("PT5M")
    @DurationMin(nanos = 0)
    @DurationMax(days = 1)
    Duration futureTolerance();

    /** How long a paper that is in no window keeps its signals. */
    @WithDefault("P30D")
    @DurationMin(days = 1)
    @DurationMax(days = 36_500)
    Duration quietAfter();

    /** Most papers per partition whose signals wait for the paper to come. */
    @WithDefault("10000")
    @Min(0)
    @Max(10_000_000)
    int unknownPapers();

    /** How long they wait. */
    @WithDefault("P7D")
    @DurationMin(nanos = 0)
    @DurationMax(days = 36_500)
    Duration unknownFor();

    /** The limits of the stream. */
    default StreamRules rules(Duration clockOffset) {
        return new StreamRules(
                clockOffset, futureTolerance(), quietAfter(), unknownPapers(), unknownFor());
    }
}
