package org.papertide.ranking.meaning;

import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.papertide.platform.loop.Progress;
import org.papertide.platform.loop.ReadDelay;

/** How far the embeddings have come. Not thread-safe but for the figures. */
final class EmbeddingProgress {

    private static final String NAME = "embeddings";

    private final Progress progress;
    private final ReadDelay delay = new ReadDelay();
    private long done;
    private volatile long lag;

    /**
     * @param progress notes what is done and what is left
     */
    EmbeddingProgress(Progress progress) {
        this.progress = progress;
    }

    /** Records of papers that were not read yet when it was noted last. */
    long lag() {
        return lag;
    }

    /** For how many seconds a paper has waited at most. */
    double delay(String topic) {
        return delay.seconds(topic);
    }

    /** So many records are done. */
    void add(long records) {
        done += records;
    }

    /** So many are looked at again: that is no progress. */
    void takeBack(long records) {
        done -= records;
    }

    /** A partition has been read up to this record. */
    void read(TopicPartition partition, ConsumerRecord<byte[], byte[]> last) {
        delay.read(partition.topic(), partition.partition(), last.timestamp());
    }

    /**
     * Notes what is left.
     *
     * @param member whether it has joined its group: one that never joins stands still
     * @param past of the partitions that are ours
     * @param polled that are being worked
     */
    void note(
            boolean member,
            Consumer<byte[], byte[]> papers,
            Collection<PastPapers> past,
            long polled) {
        long left = polled + (member ? 0 : 1);
        for (TopicPartition each : papers.assignment()) {
            long behind = papers.currentLag(each).orElse(0);
            delay.left(each.topic(), each.partition(), behind);
            left += behind;
        }
        delay.keepOnly(papers.assignment());
        left += past.stream().mapToLong(PastPapers::left).sum();
        lag = left;
        progress.note(NAME, done, left);
    }

    /** What was to be done waits, however much it is. */
    void noteFailure() {
        progress.note(NAME, done, 1);
    }
}
