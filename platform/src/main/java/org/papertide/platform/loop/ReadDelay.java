package org.papertide.platform.loop;

import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * For how long records of topics have waited at most. A record that waits is younger than the last
 * one that was read, and it came after the partition was last read to its end: this class reports
 * the shorter of the two times. One alone would be wrong, of a topic that had nothing for a day, or
 * of one that always has something.
 *
 * <p>Reckons by the machine's clock, as brokers do. Safe for use by several threads.
 */
public final class ReadDelay {

    private final InstantSource clock;
    private final Map<TopicPartition, Part> parts = new ConcurrentHashMap<>();

    /**
     * What is known of a partition, in milliseconds.
     *
     * @param left records that wait
     * @param read the time of the last record that was read; absent if none was
     * @param ended when it was last seen to be read to its end; absent if it never was
     * @param known since when it is known
     */
    private record Part(long left, @Nullable Long read, @Nullable Long ended, long known) {

        long delay(long now) {
            if (left == 0) {
                return 0;
            }
            if (read == null && ended == null) {
                return now - known;
            }
            long sinceRead = read == null ? Long.MAX_VALUE : now - read;
            long sinceEnded = ended == null ? Long.MAX_VALUE : now - ended;
            return Math.max(0, Math.min(sinceRead, sinceEnded));
        }
    }

    public ReadDelay() {
        this(InstantSource.system());
    }

    ReadDelay(InstantSource clock) {
        this.clock = clock;
    }

    /** A record of this time was read. */
    public void read(String topic, int partition, long timestamp) {
        parts.compute(
                new TopicPartition(topic, partition),
                (_, before) ->
                        before == null
                                ? new Part(1, timestamp, null, clock.millis())
                                : new Part(before.left, timestamp, before.ended, before.known));
    }

    /** So many records of a partition wait. */
    public void left(String topic, int partition, long left) {
        long now = clock.millis();
        parts.compute(
                new TopicPartition(topic, partition),
                (_, before) -> {
                    Long read = before == null ? null : before.read;
                    Long ended =
                            left == 0 ? Long.valueOf(now) : before == null ? null : before.ended;
                    return new Part(left, read, ended, before == null ? now : before.known);
                });
    }

    /** Forgets all other partitions: others read them now. */
    public void keepOnly(Set<TopicPartition> present) {
        parts.keySet().retainAll(present);
    }

    /** For how many seconds a record of a topic has waited at most; 0 if none waits. */
    public double seconds(String topic) {
        long now = clock.millis();
        return parts.entrySet().stream()
                        .filter(each -> each.getKey().topic().equals(topic))
                        .mapToLong(each -> each.getValue().delay(now))
                        .max()
                        .orElse(0)
                / 1000.0;
    }
}
