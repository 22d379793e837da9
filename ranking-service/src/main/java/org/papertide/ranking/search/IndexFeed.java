package org.papertide.ranking.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.AlreadyClosedException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Decoded;
import org.papertide.events.Embedding;
import org.papertide.events.EventCodec;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.TextVector;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.loop.LogOnce;

/**
 * Fills the index of this replica from the stream: all partitions, in no group, from where the
 * index was last committed. One thread runs it.
 *
 * <p>A record that cannot be read is left out: the scoring stage writes the dead letter.
 */
final class IndexFeed implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(IndexFeed.class);

    /** What the index is made from. */
    static final List<Topic> INPUTS = List.of(Topic.PAPERS, Topic.EMBEDDINGS);

    private static final Duration POLL = Duration.ofMillis(100);

    /** Of these, the next ones are asked for at once. */
    private static final int MANY = 200;

    /** With so many records to read it catches up: then it applies many at a time. */
    static final int FAR_BEHIND = 10_000;

    /** So many records are applied at a time, at most, while it catches up. */
    private static final int BATCH = 4_000;

    /**
     * And of so many bytes, beside those of the last poll: large papers take several times that.
     */
    private static final long BATCH_BYTES = 8 * 1024 * 1024;

    /** In a chain of causes; one may be its own. */
    private static final int MOST_CAUSES = 10;

    private final Topics topics;
    private final Duration clockOffset;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final IndexDirectory directory;
    private final Supplier<Set<String>> running;
    private final Duration refresh;
    private final Duration commitEvery;

    private final LogOnce log = new LogOnce();

    private @Nullable Consumer<byte[], byte[]> consumer;
    private TopicPace pace = new TopicPace();
    private Map<TopicPartition, Long> ends = Map.of();
    private long committedAt;
    private boolean changed;
    private boolean filled;
    private boolean catchingUp;
    private boolean distrusted;
    private volatile @Nullable Suspicion suspicion;
    private volatile @Nullable PaperIndex index;
    private volatile @Nullable String missing = "search: the index is not open yet";
    private volatile Map<String, Long> left = Map.of();

    /** An index, which may be closed since, and how it failed. */
    private record Suspicion(PaperIndex index, IOException failure) {}

    /**
     * @param clockOffset what the services' clock is ahead of the machine's
     * @param consumers makes a consumer that no group shares
     * @param running the fields of the models that run now
     * @param refresh how long new records may wait
     * @param commitEvery how often the index is committed
     */
    IndexFeed(
            Topics topics,
            Duration clockOffset,
            Supplier<Consumer<byte[], byte[]>> consumers,
            IndexDirectory directory,
            Supplier<Set<String>> running,
            Duration refresh,
            Duration commitEvery) {
        this.topics = topics;
        this.clockOffset = clockOffset;
        this.consumers = consumers;
        this.directory = directory;
        this.running = running;
        this.refresh = refresh;
        this.commitEvery = commitEvery;
    }

    /** The index, once it is filled. */
    Optional<PaperIndex> findIndex() {
        return missing == null ? Optional.ofNullable(index) : Optional.empty();
    }

    /** Whether it has been filled. */
    Dependency.State state() {
        String reason = missing;
        return reason == null
                ? new Dependency.State.Present()
                : new Dependency.State.Missing(reason);
    }

    /** Records of a topic that have not been read yet, as far as that is known. */
    long left(Topic topic) {
        return left.getOrDefault(topics.name(topic), 0L);
    }

    /**
     * Somebody could not read the index: it is looked at, and made anew if it is damaged. Searches
     * that end after it was made anew tell of the one before: that is known.
     *
     * @param failed which was searched
     */
    void distrust(PaperIndex failed, IOException failure) {
        // It is closed to be opened again: what it was closed for is known.
        if (!(failure.getCause() instanceof AlreadyClosedException) || isDamage(failure)) {
            suspicion = new Suspicion(failed, failure);
        }
    }

    /** A writer that met it is closed, and says so with the damage as the cause. */
    private static boolean isDamage(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            if (cause instanceof CorruptIndexException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** Reads what has come, and says when to look again. */
    Duration turn() {
        try {
            judge();
            PaperIndex open = open();
            Consumer<byte[], byte[]> reader = reader(open);
            List<ConsumerRecord<byte[], byte[]>> records = read(reader);
            if (records.isEmpty()) {
                open.refresh();
            } else {
                apply(open, reader, records);
                changed = true;
            }
            look(open, reader);
            changed |= open.isUncommitted();
            if (changed && System.nanoTime() - committedAt > commitEvery.toNanos()) {
                commit(open, reader);
            }
            return catchingUp || records.size() >= MANY ? Duration.ZERO : refresh;
        } catch (IOException | AlreadyClosedException e) {
            LOG.warn("The index fails; it is opened again.", e);
            distrusted |= isDamaged(e);
            closeIndex();
            return refresh;
        } catch (KafkaException e) {
            closeConsumer();
            throw e;
        } catch (RuntimeException e) {
            distrusted |= isDamaged(e);
            throw e;
        }
    }

    /**
     * Not every damage is found where it is read: a checksum is asked for then. It costs as much as
     * to read the index once.
     */
    private void judge() {
        Suspicion told = suspicion;
        suspicion = null;
        if (told == null || distrusted || !told.index().equals(index)) {
            return;
        }
        IOException failure = told.failure();
        distrusted = isDamaged(failure);
        if (log.isNew(failure.toString())) {
            LOG.error(
                    distrusted
                            ? "The index is damaged; it is made anew."
                            : "The index could not be read, and is not damaged.",
                    failure);
        }
    }

    private boolean isDamaged(Exception failure) {
        PaperIndex open = index;
        return isDamage(failure) || (open != null && !open.isWhole());
    }

    /** The next records; while it catches up, many of them. */
    private List<ConsumerRecord<byte[], byte[]>> read(Consumer<byte[], byte[]> reader) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        ConsumerRecords<byte[], byte[]> polled;
        long bytes = 0;
        do {
            polled = reader.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> each : polled) {
                records.add(each);
                bytes += each.serializedValueSize();
            }
            if (catchingUp) {
                pace.read(polled);
                pace.keep(reader, ends);
            }
        } while (catchingUp && !polled.isEmpty() && records.size() < BATCH && bytes < BATCH_BYTES);
        return records;
    }

    /** What is not applied is read again: it must not be committed as if it were. */
    private void apply(
            PaperIndex open,
            Consumer<byte[], byte[]> reader,
            List<ConsumerRecord<byte[], byte[]>> records)
            throws IOException {
        try {
            applyAll(open, records);
        } catch (IOException | RuntimeException e) {
            records.reversed()
                    .forEach(record ->
                            reader.seek(
                                    new TopicPartition(record.topic(), record.partition()),
                                    record.offset()));
            throw e;
        }
    }

    /**
     * One that Lucene refuses is left out. One that fails in another way is left out if others are
     * applied: if none is, it is no fault of theirs, and they come again with those that follow.
     */
    private void applyAll(PaperIndex open, List<ConsumerRecord<byte[], byte[]>> records)
            throws IOException {
        Map<ConsumerRecord<byte[], byte[]>, RuntimeException> failed = new LinkedHashMap<>();
        boolean isAnyApplied = applyParts(open, records, failed);
        // Whether the index is damaged is asked once: it is read whole for that.
        RuntimeException other =
                failed.values().stream()
                        .filter(failure -> !(failure instanceof IllegalArgumentException))
                        .findFirst()
                        .orElse(null);
        if (other != null && (!isAnyApplied || isDamaged(other))) {
            throw other;
        }
        failed.forEach((record, failure) ->
                LOG.errorf(
                        failure,
                        "A record cannot be indexed. topic=%s partition=%d offset=%d",
                        record.topic(),
                        record.partition(),
                        record.offset()));
    }

    /**
     * Halves what fails until it is one record.
     *
     * @return whether anything was applied
     */
    private boolean applyParts(
            PaperIndex open,
            List<ConsumerRecord<byte[], byte[]>> records,
            Map<ConsumerRecord<byte[], byte[]>, RuntimeException> failed)
            throws IOException {
        try {
            List<IndexChange> changes = changes(records);
            open.apply(changes);
            return !changes.isEmpty();
        } catch (AlreadyClosedException | UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            if (records.size() == 1) {
                failed.put(records.getFirst(), e);
                return false;
            }
            int half = records.size() / 2;
            boolean isFirstApplied = applyParts(open, records.subList(0, half), failed);
            boolean isRestApplied = applyParts(open, records.subList(half, records.size()), failed);
            return isFirstApplied || isRestApplied;
        }
    }

    private PaperIndex open() throws IOException {
        PaperIndex open = index;
        if (open != null && !open.serve(running.get())) {
            LOG.info("The index left out vectors of a text model that runs now; it is made anew.");
            distrusted = true;
        }
        if (open != null && !distrusted) {
            return open;
        }
        closeIndex();
        PaperIndex opened = directory.open(distrusted);
        distrusted = false;
        index = opened;
        filled = opened.wasFilled();
        missing = filled ? null : "search: the index is being filled";
        committedAt = System.nanoTime();
        // One that was opened and does not serve them is made anew in the next turn.
        var _ = opened.serve(running.get());
        return opened;
    }

    private Consumer<byte[], byte[]> reader(PaperIndex open) throws IOException {
        Consumer<byte[], byte[]> present = consumer;
        if (present != null) {
            return present;
        }
        Consumer<byte[], byte[]> reader = consumers.get();
        consumer = reader;
        List<TopicPartition> parts = new ArrayList<>();
        for (Topic topic : INPUTS) {
            for (int part = 0; part < topics.partitions(); part++) {
                parts.add(new TopicPartition(topics.name(topic), part));
            }
        }
        reader.assign(parts);
        Map<String, Long> positions = open.positions();
        for (TopicPartition part : parts) {
            Long position = positions.get(part.toString());
            if (position == null) {
                reader.seekToBeginning(List.of(part));
            } else {
                reader.seek(part, position);
            }
        }
        ends = reader.endOffsets(parts);
        pace = new TopicPace();
        long behind = 0;
        for (TopicPartition part : parts) {
            behind += ends.getOrDefault(part, 0L) - reader.position(part);
        }
        // Another reader may have begun to catch up: it is settled by the one that comes there.
        catchingUp |= behind >= FAR_BEHIND || !filled;
        if (catchingUp) {
            open.gather();
        }
        return reader;
    }

    /** Looks how far it has come. */
    private void look(PaperIndex open, Consumer<byte[], byte[]> reader) throws IOException {
        Map<String, Long> behind = new HashMap<>();
        boolean reached = true;
        for (TopicPartition part : reader.assignment()) {
            behind.merge(part.topic(), reader.currentLag(part).orElse(0), Long::sum);
            reached &= reader.position(part) >= ends.getOrDefault(part, 0L);
        }
        left = behind;
        if (!filled && reached) {
            filled = true;
            LOG.info("The index of papers is filled.");
            // Committed at the end of this turn: a restart goes on from here.
            committedAt = System.nanoTime() - commitEvery.toNanos() - 1;
            changed = true;
        }
        if (catchingUp && reached) {
            catchingUp = false;
            reader.resume(reader.paused());
            open.settle();
        }
        if (filled) {
            missing = null;
        } else {
            missing =
                    "search: the index is being filled, %d records are left"
                            .formatted(behind.values().stream().mapToLong(Long::longValue).sum());
        }
    }

    private void commit(PaperIndex open, Consumer<byte[], byte[]> reader) throws IOException {
        Map<String, Long> positions = new HashMap<>();
        for (TopicPartition part : reader.assignment()) {
            positions.put(part.toString(), reader.position(part));
        }
        open.commit(positions, filled);
        committedAt = System.nanoTime();
        changed = false;
    }

    private List<IndexChange> changes(List<ConsumerRecord<byte[], byte[]>> records) {
        List<IndexChange> changes = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> message : records) {
            PaperId id = message.key() == null ? null : id(message.key());
            if (id != null && message.topic().equals(topics.name(Topic.EMBEDDINGS))) {
                addMeaning(changes, id, message.value());
            } else if (id != null) {
                addPaper(changes, id, message);
            }
        }
        return changes;
    }

    private static void addMeaning(List<IndexChange> changes, PaperId id, byte @Nullable [] value) {
        switch (EventCodec.EMBEDDING.decode(value)) {
            case Decoded.Event<Embedding>(Embedding embedding) -> {
                if (embedding.paperId().equals(id)) {
                    changes.add(
                            new IndexChange.Meant(
                                    id,
                                    embedding.vectors().stream()
                                            .map(IndexFeed::modelVector)
                                            .toList()));
                }
            }
            case Decoded.Tombstone<Embedding> _ ->
                    changes.add(new IndexChange.Meant(id, List.of()));
            case Decoded.Malformed<Embedding> _ -> {}
        }
    }

    private static ModelVector modelVector(TextVector vector) {
        return ModelVector.of(vector.model().toString(), vector.vector());
    }

    private void addPaper(
            List<IndexChange> changes, PaperId id, ConsumerRecord<byte[], byte[]> message) {
        Instant written = Instant.ofEpochMilli(message.timestamp()).plus(clockOffset);
        switch (EventCodec.PAPER.decode(message.value(), written, Paper.REVISION_TOLERANCE)) {
            case Decoded.Event<Paper>(Paper paper) -> {
                if (paper.id().equals(id)) {
                    changes.add(new IndexChange.Known(paper, written));
                }
            }
            case Decoded.Tombstone<Paper> _ -> changes.add(new IndexChange.Forgotten(id));
            case Decoded.Malformed<Paper> _ -> {}
        }
    }

    private static @Nullable PaperId id(byte[] key) {
        try {
            return new PaperId(new String(key, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private void closeIndex() {
        PaperIndex open = index;
        index = null;
        catchingUp = false;
        missing = "search: the index is not open";
        // The next index begins where it was committed.
        closeConsumer();
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.debug("The index could not be closed.", e);
            }
        }
    }

    private void closeConsumer() {
        Consumer<byte[], byte[]> open = consumer;
        consumer = null;
        if (open != null) {
            open.close();
        }
    }

    /** Commits, and closes what is open. */
    @Override
    public void close() {
        PaperIndex open = index;
        Consumer<byte[], byte[]> reader = consumer;
        if (open != null && reader != null && changed) {
            try {
                commit(open, reader);
            } catch (IOException | RuntimeException e) {
                LOG.debug("The index is not committed; the next start reads more again.", e);
            }
        }
        closeIndex();
    }
}
