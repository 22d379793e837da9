package org.papertide.ranking.meaning;

import java.nio.charset.StandardCharsets;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Decoded;
import org.papertide.events.Embedding;
import org.papertide.events.EventCodec;
import org.papertide.events.Paper;
import org.papertide.events.PaperStatus;
import org.papertide.events.TextModel;
import org.papertide.events.TextVector;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.platform.loop.LogOnce;
import org.papertide.platform.loop.Progress;
import org.papertide.platform.loop.ReadDelay;
import org.papertide.platform.loop.UnavailableException;

/**
 * Makes the embeddings of the papers of some partitions: the replicas of a group of its own share
 * them, and no ranking waits for it. Each turn takes a batch of papers; papers that are embedded
 * already, of the same text and by the same models, cost nothing but to look at.
 *
 * <p>What is made already it reads from {@code embeddings.v1} when it gets a partition. So what a
 * process that was killed has sent, but not committed, is not made again. With the offsets of
 * papers the models are committed: where others run now, all papers are read again, and those that
 * lack a vector get it beside those that they have.
 *
 * <p>Not thread-safe but for the figures. After a failure the next turn begins with new clients
 * where the last batch was committed.
 */
final class EmbeddingMaker implements AutoCloseable {

    /** What it reads. */
    static final List<Topic> INPUTS = List.of(Topic.PAPERS, Topic.EMBEDDINGS);

    static final String SOURCE = "/papertide/ranking";

    private static final Logger LOG = Logger.getLogger(EmbeddingMaker.class);
    private static final String NAME = "embeddings";
    private static final Duration POLL = Duration.ofMillis(500);

    /**
     * After a text. A batch of a slow model, too, is made well before Kafka takes the consumer for
     * dead.
     */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** Every model can read it: one that does not reads nothing. */
    private static final String ANY_TEXT = "tides";

    private final Topics topics;
    private final List<Embedder> embedders;
    private final Supplier<Share> share;
    private final Clients clients;
    private final Progress progress;
    private final Clock clock;
    private final ReadDelay delay = new ReadDelay();
    private final LongAdder made = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LogOnce log = new LogOnce();
    private final Map<Integer, Partition> partitions = new HashMap<>();

    private @Nullable Running running;
    private long done;
    private volatile boolean reads;
    private volatile boolean joins = true;
    private volatile boolean closed;
    private volatile long lag;
    private volatile @Nullable String failure;

    /** Makes the clients, anew after each failure. */
    interface Clients {

        /** Reads papers in the group. */
        Consumer<byte[], byte[]> papers();

        /** Reads embeddings, in no group. */
        Consumer<byte[], byte[]> embeddings();

        Producer<byte[], byte[]> producer();
    }

    /**
     * A partition of papers that is ours.
     *
     * @param made what is made of it
     * @param seenBefore up to this offset all papers have been embedded, by whatever models: there
     *     a text that differs from the one that was embedded is an older one
     */
    private record Partition(MadeEmbeddings made, long seenBefore) {}

    private record Running(
            Consumer<byte[], byte[]> papers, EmbeddingLog log, Producer<byte[], byte[]> producer)
            implements AutoCloseable {

        @Override
        public void close() {
            try (log;
                    papers) {
                producer.close(Duration.ofSeconds(1));
            }
        }
    }

    /**
     * @param embedders the models, the oldest first; at least one
     * @param share of one processor that it takes, asked for at each pause
     * @param progress notes what is done and what is left
     * @param clock of the services
     */
    EmbeddingMaker(
            Topics topics,
            List<Embedder> embedders,
            Supplier<Share> share,
            Clients clients,
            Progress progress,
            Clock clock) {
        this.topics = topics;
        this.embedders = List.copyOf(embedders);
        this.share = share;
        this.clients = clients;
        this.progress = progress;
        this.clock = clock;
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
        return lag;
    }

    /** For how many seconds a paper has waited at most. */
    double delay() {
        return delay.seconds(topics.name(Topic.PAPERS));
    }

    /** Embeddings that were made. */
    long made() {
        return made.sum();
    }

    /** Why nothing is made: a model reads no text at all; empty while it does. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** Texts that a model could not read. */
    long failed() {
        return failed.sum();
    }

    /**
     * Takes the papers that there are, at most a batch.
     *
     * @throws UnavailableException if a model reads no text at all; then the next turn begins with
     *     the papers that wait for it
     * @throws InterruptedException if interrupted in a pause
     */
    void turn() throws InterruptedException {
        try {
            Running now = open();
            ConsumerRecords<byte[], byte[]> records = now.papers().poll(POLL);
            reads = now.papers().groupMetadata().generationId() >= 0;
            joins &= !reads;
            List<Integer> begun = begin(now);
            noteProgress(now, records.count());
            List<TopicPartition> own =
                    records.partitions().stream()
                            .filter(each ->
                                    !begun.contains(each.partition())
                                            && partitions.containsKey(each.partition()))
                            .toList();
            for (int at = 0; at < own.size(); at++) {
                try {
                    work(now, own.get(at), records.records(own.get(at)));
                } catch (UnavailableException e) {
                    for (TopicPartition each : own.subList(at, own.size())) {
                        now.papers().seek(each, records.records(each).getFirst().offset());
                    }
                    throw e;
                }
            }
            noteProgress(now, 0);
        } catch (UnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            // Whatever it was: what was not applied is read again.
            reads = false;
            joins = false;
            progress.note(NAME, done, 1);
            stop();
            throw e;
        }
    }

    private Running open() {
        if (running == null) {
            Consumer<byte[], byte[]> papers = clients.papers();
            papers.subscribe(List.of(topics.name(Topic.PAPERS)), new Forgetting());
            running =
                    new Running(papers, new EmbeddingLog(clients.embeddings()), clients.producer());
        }
        return running;
    }

    /** Another one may have made embeddings of a partition that was away for a while. */
    private final class Forgetting implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            revoked.forEach(each -> partitions.remove(each.partition()));
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            // The next turn reads what is made of them.
        }
    }

    /** Reads what is made of partitions that are new here; their papers come with the next turn. */
    private List<Integer> begin(Running now) {
        List<Integer> begun = new ArrayList<>();
        for (TopicPartition papers : now.papers().assignment()) {
            if (partitions.containsKey(papers.partition())) {
                continue;
            }
            TopicPartition embeddings =
                    new TopicPartition(topics.name(Topic.EMBEDDINGS), papers.partition());
            OffsetAndMetadata committed = now.papers().committed(Set.of(papers)).get(papers);
            Committed before = Committed.of(committed);
            boolean byTheSame = before.models().equals(modelNames());
            partitions.put(
                    papers.partition(),
                    new Partition(now.log().readAll(embeddings, models()), before.seenBefore()));
            begun.add(papers.partition());
            if (committed != null && byTheSame) {
                now.papers().seek(papers, committed.offset());
            } else {
                now.papers().seekToBeginning(List.of(papers));
            }
        }
        return begun;
    }

    /**
     * What stands beside a committed offset.
     *
     * @param seenBefore as in {@link Partition}
     * @param models by which the papers before the offset are embedded
     */
    private record Committed(long seenBefore, String models) {

        static Committed of(@Nullable OffsetAndMetadata committed) {
            if (committed == null) {
                return new Committed(0, "");
            }
            String[] parts = committed.metadata().split(" ", 2);
            boolean ours = parts.length == 2 && parts[0].matches("\\d{1,18}");
            return new Committed(
                    Math.max(committed.offset(), ours ? Long.parseLong(parts[0]) : 0),
                    ours ? parts[1] : "");
        }

        @Override
        public String toString() {
            return seenBefore + " " + models;
        }
    }

    private List<TextModel> models() {
        return embedders.stream().map(Embedder::model).toList();
    }

    private String modelNames() {
        return models().stream().map(TextModel::toString).collect(Collectors.joining(" "));
    }

    private void work(
            Running now, TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records)
            throws InterruptedException {
        // Of several records of a paper only the last one counts.
        Map<String, ConsumerRecord<byte[], byte[]>> newest = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> each : records) {
            byte[] key = each.key() == null ? new byte[0] : each.key();
            newest.put(new String(key, StandardCharsets.UTF_8), each);
        }
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        long before = done;
        for (Map.Entry<String, ConsumerRecord<byte[], byte[]>> each : newest.entrySet()) {
            if (closed) {
                return;
            }
            try {
                apply(now, partition.partition(), each.getKey(), each.getValue())
                        .ifPresent(record -> sent.add(now.producer().send(record)));
            } catch (UnavailableException e) {
                awaitAll(now.producer(), sent);
                // Those before it are looked at again: that is no progress.
                done = before;
                noteProgress(now, records.size());
                throw e;
            }
            done++;
            noteProgress(now, newest.size());
        }
        awaitAll(now.producer(), sent);
        ConsumerRecord<byte[], byte[]> last = records.getLast();
        Committed committed = new Committed(here(partition.partition()).seenBefore(), modelNames());
        now.papers()
                .commitSync(
                        Map.of(
                                partition,
                                new OffsetAndMetadata(
                                        last.offset() + 1,
                                        last.leaderEpoch(),
                                        committed.toString())));
        delay.read(partition.topic(), partition.partition(), last.timestamp());
    }

    private static void awaitAll(
            Producer<byte[], byte[]> producer, List<Future<RecordMetadata>> sent)
            throws InterruptedException {
        producer.flush();
        try {
            for (Future<RecordMetadata> each : sent) {
                var _ = each.get();
            }
        } catch (ExecutionException e) {
            throw new KafkaException("embeddings cannot be sent: " + e.getCause(), e.getCause());
        }
    }

    /** What has to be sent for a paper's record. */
    private Optional<ProducerRecord<byte[], byte[]>> apply(
            Running now, int partition, String key, ConsumerRecord<byte[], byte[]> record)
            throws InterruptedException {
        MadeEmbeddings made = here(partition).made();
        return switch (EventCodec.PAPER.decode(record.value())) {
            case Decoded.Event<Paper>(Paper paper) -> apply(now, partition, key, record, paper);
            case Decoded.Tombstone<Paper> _ -> leave(made, partition, record.key(), key);
            // The stream of the ranking writes it to the dead letters.
            case Decoded.Malformed<Paper> _ -> Optional.empty();
        };
    }

    private Optional<ProducerRecord<byte[], byte[]>> apply(
            Running now,
            int partition,
            String key,
            ConsumerRecord<byte[], byte[]> record,
            Paper paper)
            throws InterruptedException {
        MadeEmbeddings made = here(partition).made();
        if (!paper.id().value().equals(key)) {
            return Optional.empty();
        }
        if (paper.status() != PaperStatus.LISTED) {
            return leave(made, partition, record.key(), key);
        }
        boolean again = record.offset() < here(partition).seenBefore();
        Optional<Embedding> embedding = embedding(now, partition, paper, again);
        embedding.ifPresent(each -> made.note(each, -1));
        return embedding.map(each -> record(partition, record.key(), each));
    }

    private Partition here(int partition) {
        Partition here = partitions.get(partition);
        if (here == null) {
            throw new IllegalStateException("partition %d is another's".formatted(partition));
        }
        return here;
    }

    private Optional<ProducerRecord<byte[], byte[]>> leave(
            MadeEmbeddings here, int partition, byte[] key, String paper) {
        if (here.find(paper).isEmpty()) {
            return Optional.empty();
        }
        here.forget(paper);
        return Optional.of(record(partition, key, null, new RecordHeaders()));
    }

    private ProducerRecord<byte[], byte[]> record(int partition, byte[] key, Embedding embedding) {
        return record(
                partition,
                key,
                EventCodec.EMBEDDING.encode(embedding),
                EventCodec.EMBEDDING.headers(embedding, SOURCE, clock.instant()));
    }

    private ProducerRecord<byte[], byte[]> record(
            int partition, byte[] key, byte @Nullable [] value, Headers headers) {
        return new ProducerRecord<>(
                topics.name(Topic.EMBEDDINGS), partition, null, key, value, headers);
    }

    /** The paper's embedding, if it lacks a vector. */
    private Optional<Embedding> embedding(Running now, int partition, Paper paper, boolean again)
            throws InterruptedException {
        TitleAndAbstract text = TitleAndAbstract.of(paper);
        MadeEmbeddings.Made before = here(partition).made().find(paper.id().value()).orElse(null);
        if (before != null && !before.isOf(text)) {
            if (again) {
                return Optional.empty();
            }
            before = null;
        }
        if (before != null && lacking(before).isEmpty()) {
            return Optional.empty();
        }
        List<TextVector> old =
                before == null ? List.of() : oldVectors(now, partition, before, text);
        List<TextVector> own = new ArrayList<>();
        for (Embedder embedder : embedders) {
            Optional<TextVector> there =
                    old.stream().filter(each -> each.model().equals(embedder.model())).findFirst();
            TextVector vector = there.isPresent() ? there.get() : embedded(embedder, text);
            if (vector == null) {
                return Optional.empty();
            }
            own.add(vector);
        }
        List<TextVector> all = new ArrayList<>();
        old.stream()
                .filter(each -> !models().contains(each.model()))
                .limit(Embedding.MAX_MODELS - own.size())
                .forEach(all::add);
        all.addAll(own);
        made.increment();
        return Optional.of(new Embedding(paper.id(), text.hash(), all));
    }

    private List<Embedder> lacking(MadeEmbeddings.Made before) {
        List<Embedder> lacking = new ArrayList<>();
        for (int model = 0; model < embedders.size(); model++) {
            if (!before.isBy(model)) {
                lacking.add(embedders.get(model));
            }
        }
        return lacking;
    }

    /** The vectors that stay: they are of the same text. */
    private List<TextVector> oldVectors(
            Running now, int partition, MadeEmbeddings.Made before, TitleAndAbstract text) {
        if (before.offset() < 0) {
            return List.of();
        }
        return now.log()
                .read(new TopicPartition(topics.name(Topic.EMBEDDINGS), partition), before.offset())
                .filter(each -> each.textHash().equals(text.hash()))
                .map(Embedding::vectors)
                .orElse(List.of());
    }

    /**
     * The vector of a text, and then a pause; null if the model cannot make it.
     *
     * @throws UnavailableException if the model reads no other text, either
     */
    private @Nullable TextVector embedded(Embedder embedder, TitleAndAbstract text)
            throws InterruptedException {
        long start = System.nanoTime();
        try {
            TextVector vector = vector(embedder, text.text());
            failure = null;
            return vector;
        } catch (RuntimeException e) {
            checkThatItReads(embedder);
            failed.increment();
            if (log.isNew(embedder.model().toString())) {
                LOG.errorf(e, "A text has no vector. error=\"%s\"", e.getMessage());
            }
            return null;
        } finally {
            Duration pause = share.get().pauseAfter(Duration.ofNanos(System.nanoTime() - start));
            Thread.sleep(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
        }
    }

    private static TextVector vector(Embedder embedder, String text) {
        return TextVector.of(
                embedder.model(), embedder.embed(List.of(text), Embedder.Role.PASSAGE).getFirst());
    }

    private void checkThatItReads(Embedder embedder) {
        try {
            var _ = vector(embedder, ANY_TEXT);
            failure = null;
        } catch (RuntimeException e) {
            String reason =
                    "the text model %s reads nothing: %s"
                            .formatted(embedder.model(), e.getMessage());
            failure = reason;
            throw new UnavailableException(reason, e);
        }
    }

    private void noteProgress(Running now, long polled) {
        // To become a member is work as well: who is never taken stands still.
        long left = reads ? 0 : 1;
        for (TopicPartition each : now.papers().assignment()) {
            long behind = now.papers().currentLag(each).orElse(0);
            delay.left(each.topic(), each.partition(), behind);
            left += behind;
        }
        delay.keepOnly(now.papers().assignment());
        lag = left + polled;
        progress.note(NAME, done, left + polled);
    }

    private void stop() {
        Running before = running;
        running = null;
        partitions.clear();
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
