package org.papertide.ranking.meaning;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.platform.loop.Progress;
import org.papertide.platform.loop.UnavailableException;

/**
 * Makes the embeddings of the papers of some partitions: replicas share the partitions through a
 * consumer group of its own, and no ranking waits for it. Each turn takes a batch of new papers,
 * and without any a few of {@link PastPapers}; papers that are embedded already, of the same text
 * and by the same models, cost nothing but to look at.
 *
 * <p>What is made already it reads from {@code embeddings.v1} when it gets a partition. So what a
 * process that was killed has sent, but not committed, is not made again.
 *
 * <p>Not thread-safe but for the figures. After a failure the next turn begins with new clients
 * where the last batch was committed.
 */
final class EmbeddingMaker implements AutoCloseable {

    /** What it reads. */
    static final List<Topic> INPUTS = List.of(Topic.PAPERS, Topic.EMBEDDINGS);

    private static final Logger LOG = Logger.getLogger(EmbeddingMaker.class);

    private static final Duration POLL = Duration.ofMillis(500);

    /** While others wait: new papers have come meanwhile, or come in the next turn. */
    private static final Duration BRIEF = Duration.ofMillis(1);

    private final Topics topics;
    private final PaperEmbedder embedder;
    private final EmbeddingClients clients;
    private final EmbeddingProgress progress;
    private final Clock clock;
    private final Duration clockOffset;
    private final Map<Integer, Own> own = new HashMap<>();

    private EmbeddingClients.@Nullable Open running;
    private volatile boolean reads;
    private volatile boolean joins = true;
    private volatile boolean closed;
    private volatile int unreadable;

    /** A partition of papers that is ours. */
    private record Own(PaperPartition papers, PastPapers past) {}

    /**
     * @param embedders the models, the oldest first; at least one
     * @param share of one processor that it takes, asked for at each pause
     * @param progress notes what is done and what is left
     * @param clock of the services
     * @param clockOffset what it is ahead of the machine's
     */
    EmbeddingMaker(
            Topics topics,
            List<Embedder> embedders,
            Supplier<Share> share,
            EmbeddingClients clients,
            Progress progress,
            Clock clock,
            Duration clockOffset) {
        this.topics = topics;
        this.embedder = new PaperEmbedder(embedders, share);
        this.clients = clients;
        this.progress = new EmbeddingProgress(progress);
        this.clock = clock;
        this.clockOffset = clockOffset;
    }

    /** Whether it is a member of its group, and was not refused what it asked for last. */
    boolean reads() {
        return reads;
    }

    /** Whether it asks to be a member for the first time, and was refused nothing so far. */
    boolean joins() {
        return joins;
    }

    /** Records of papers that were not read yet when it looked last. */
    long lag() {
        return progress.lag();
    }

    /** For how many seconds a paper has waited at most. */
    double delay() {
        return progress.delay(topics.name(Topic.PAPERS));
    }

    /** Embeddings that were made. */
    long made() {
        return embedder.made();
    }

    /** Why vectors are not made: a model reads no text at all; empty while each one does. */
    Optional<String> failure() {
        return embedder.failure();
    }

    /** Texts that a model could not read, at least at first. */
    long failed() {
        return embedder.failed();
    }

    /** Texts that a model could not read at any attempt; they are left until the next start. */
    int unreadable() {
        return unreadable;
    }

    /**
     * Takes the new papers that there are, at most a batch; without any, a few of the past.
     *
     * @throws UnavailableException if the models read no text at all; then the next turn begins
     *     with the papers that wait for them
     * @throws InterruptedException if interrupted in a pause
     */
    void turn() throws InterruptedException {
        try {
            EmbeddingClients.Open now = open();
            boolean behind = own.values().stream().anyMatch(each -> each.past().isDue());
            ConsumerRecords<byte[], byte[]> records = now.papers().poll(behind ? BRIEF : POLL);
            reads = now.papers().groupMetadata().generationId() >= 0;
            joins &= !reads;
            List<Integer> begun = begin(now);
            noteProgress(now, records.count());
            workNew(now, records, begun);
            noteProgress(now, 0);
            // Closed within a batch, it stands behind papers that it has not looked at.
            if (!closed && begun.isEmpty() && now.left() == 0) {
                workPast(now);
                noteProgress(now, 0);
            }
        } catch (UnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            // Whatever it was: what was not applied is read again.
            reads = false;
            joins = false;
            progress.noteFailure();
            stop();
            throw e;
        }
    }

    private EmbeddingClients.Open open() {
        EmbeddingClients.Open open = running;
        if (open == null) {
            open = clients.open();
            running = open;
            open.papers().subscribe(List.of(topics.name(Topic.PAPERS)), new Forgetting());
        }
        return open;
    }

    /** Another one may have made embeddings of a partition that was away for a while. */
    private final class Forgetting implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            revoked.forEach(each -> own.remove(each.partition()));
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            // The next turn reads what is made of them.
        }
    }

    /** Reads what is made of partitions that are new here; their papers come with the next turn. */
    private List<Integer> begin(EmbeddingClients.Open now) {
        List<Integer> begun = new ArrayList<>();
        for (TopicPartition papers : now.papers().assignment()) {
            if (!own.containsKey(papers.partition())) {
                own.put(papers.partition(), begin(now, papers));
                begun.add(papers.partition());
            }
        }
        return begun;
    }

    private Own begin(EmbeddingClients.Open now, TopicPartition papers) {
        OffsetAndMetadata committed = now.papers().committed(Set.of(papers)).get(papers);
        TopicPartition embeddings =
                new TopicPartition(topics.name(Topic.EMBEDDINGS), papers.partition());
        MadeEmbeddings made = now.log().readAll(embeddings, embedder.embedders());
        PaperPartition partition =
                new PaperPartition(
                        embeddings, made, embedder, now.log(), now.producer(), clock, clockOffset);
        long end = now.papers().endOffsets(Set.of(papers)).getOrDefault(papers, 0L);
        long present = PastPapers.end(committed, end);
        now.papers().seek(papers, present);
        PastPapers past =
                new PastPapers(
                        papers,
                        partition,
                        embedder,
                        now.log(),
                        clock,
                        Math.min(present, end),
                        committed == null ? "" : committed.metadata());
        return new Own(partition, past);
    }

    private void workNew(
            EmbeddingClients.Open now, ConsumerRecords<byte[], byte[]> records, List<Integer> begun)
            throws InterruptedException {
        List<TopicPartition> parts =
                records.partitions().stream()
                        .filter(each ->
                                !begun.contains(each.partition())
                                        && own.containsKey(each.partition()))
                        .toList();
        for (int at = 0; at < parts.size(); at++) {
            try {
                workNew(now, parts.get(at), records.records(parts.get(at)));
            } catch (UnavailableException e) {
                for (TopicPartition each : parts.subList(at, parts.size())) {
                    now.papers().seek(each, records.records(each).getFirst().offset());
                }
                throw e;
            }
        }
    }

    private void workNew(
            EmbeddingClients.Open now,
            TopicPartition papers,
            List<ConsumerRecord<byte[], byte[]>> records)
            throws InterruptedException {
        Own here = own(papers);
        // Of several records of a paper only the last one counts.
        Map<String, ConsumerRecord<byte[], byte[]>> newest = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> each : records) {
            newest.put(PaperRecord.key(each), each);
        }
        int done = 0;
        for (ConsumerRecord<byte[], byte[]> each : newest.values()) {
            if (closed) {
                return;
            }
            try {
                here.papers().applyNew(each, here.past().isLooking());
            } catch (UnavailableException e) {
                here.papers().awaitSent();
                progress.takeBack(done);
                noteProgress(now, records.size());
                throw e;
            }
            done++;
            progress.add(1);
            noteProgress(now, newest.size());
        }
        here.papers().awaitSent();
        ConsumerRecord<byte[], byte[]> last = records.getLast();
        commit(now, papers, last.offset() + 1, last.leaderEpoch());
        progress.read(papers, last);
    }

    /** A little of the past, of one partition in which something can be done. */
    private void workPast(EmbeddingClients.Open now) throws InterruptedException {
        UnavailableException away = null;
        for (TopicPartition papers : now.papers().assignment()) {
            PastPapers past = own(papers).past();
            if (past.isDue()) {
                try {
                    past.work(now.papers().position(papers), () -> closed, progress);
                    return;
                } catch (UnavailableException e) {
                    away = e;
                }
            } else if (!closed && past.isUncommitted()) {
                commit(now, papers, now.papers().position(papers), Optional.empty());
            }
        }
        if (away != null) {
            throw away;
        }
    }

    private void commit(
            EmbeddingClients.Open now,
            TopicPartition papers,
            long offset,
            Optional<Integer> epoch) {
        PastPapers past = own(papers).past();
        String complete = past.complete();
        now.papers().commitSync(Map.of(papers, new OffsetAndMetadata(offset, epoch, complete)));
        past.committed(complete);
    }

    private Own own(TopicPartition papers) {
        Own here = own.get(papers.partition());
        if (here == null) {
            throw new IllegalStateException(
                    "partition %d is another's".formatted(papers.partition()));
        }
        return here;
    }

    private void noteProgress(EmbeddingClients.Open now, long polled) {
        unreadable =
                own.values().stream().mapToInt(each -> each.papers().backlog().unreadable()).sum();
        progress.note(reads, now.papers(), own.values().stream().map(Own::past).toList(), polled);
    }

    private void stop() {
        EmbeddingClients.Open before = running;
        running = null;
        own.clear();
        if (before != null) {
            try {
                before.close();
            } catch (KafkaException e) {
                LOG.debug("The clients did not stop in order.", e);
            }
        }
    }

    /** Ends after the text under way: called by another thread, before the last turn ends. */
    void end() {
        closed = true;
    }

    @Override
    public void close() {
        closed = true;
        stop();
    }
}
