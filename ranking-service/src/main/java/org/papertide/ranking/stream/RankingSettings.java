package org.papertide.ranking.stream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.papertide.ranking.topology.StreamRules;

/** How the stream runs on this machine, and its limits. */
@ConfigMapping(prefix = "papertide.ranking")
public interface RankingSettings {

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
    int threads();

    /** Copies of each store that other replicas keep ready. */
    @WithDefault("0")
    int standbyReplicas();

    /** When there is much to do, how often results are committed and become visible. */
    @WithDefault("PT0.5S")
    Duration commitInterval();

    /** Bytes of the stores' records kept in memory. */
    @WithDefault("67108864")
    long cacheBytes();

    /** Whether a replica that was killed goes on with its stores instead of restoring them. */
    @WithDefault("true")
    boolean transactionalStores();

    /** How soon a replica that does not answer counts as dead. */
    @WithDefault("PT10S")
    Duration sessionTimeout();

    /** Whether this replica sends the ticks; off only where something else does. */
    @WithDefault("true")
    boolean ticks();

    /** How far ahead of the clock a signal may be. */
    @WithDefault("PT5M")
    Duration futureTolerance();

    /** How long a paper that is in no window keeps its signals. */
    @WithDefault("P30D")
    Duration quietAfter();

    /** Most papers per partition whose signals wait for the paper to come. */
    @WithDefault("10000")
    int unknownPapers();

    /** How long they wait. */
    @WithDefault("P7D")
    Duration unknownFor();

    /** The limits of the stream. */
    default StreamRules rules(Duration clockOffset) {
        return new StreamRules(
                clockOffset, futureTolerance(), quietAfter(), unknownPapers(), unknownFor());
    }
}
