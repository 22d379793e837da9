package org.papertide.ranking.meaning;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 * process that was killed has sent, but not committed, is not made again.
 *
 * <p>With the offsets of papers the models are committed by which all papers before them have
 * vectors. Where others run now, papers are read in another way, or a text failed, the papers of
 * the past are looked at again while no new ones come: those that lack something make the {@link
 * Backlog}, which is worked behind the new ones, a few texts between two looks for those. So a new
 * paper never waits for a new model. Rejected: to begin anew with the first paper, behind which new
 * ones would wait for hours; a second group for the past, whose member can be another replica than
 * that of the present, so that both write the embedding of a paper, and either loses the other's
 * vector.
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

    /** Beside an offset before which some paper may lack a vector. */
    private static final String INCOMPLETE = "";

    /** As a release before wrote it: up to where papers were new to it, and its models. */
    private static final Pattern SEEN_BEFORE = Pattern.compile("(\\d{1,18}) .*");

    private static final Duration POLL = Duration.ofMillis(500);

    /** While others wait: new papers have come meanwhile, or come in the next turn. */
    private static final Duration BRIEF = Duration.ofMillis(1);

    /** Texts of the past between two looks for new papers: a second of the shipped model. */
    private static final int BEHIND = 8;

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
    private volatile int unreadable;
    private volatile @Nullable String failure;

    /** Makes the clients, anew after each failure. */
    interface Clients {

        /** Reads papers in the group. */
        Consumer<byte[], byte[]> papers();

        /** Reads what was read before, in no group. */
        Consumer<byte[], byte[]> log();

        Producer<byte[], byte[]> producer();
    }

    /** A partition of papers that is ours. */
    private static final class Partition {

        /** What is made of it. */
        final MadeEmbeddings made;

        final Backlog backlog = new Backlog();

        /** Records of the past that have been read and not been looked at. */
        final Deque<ConsumerRecord<byte[], byte[]>> page = new ArrayDeque<>();

        /** Where the present begins. */
        final long until;

        /** Up to where the past has been looked at for papers that lack something. */
        long looked;

        /** By what all papers before the offset that was committed last have vectors. */
        String complete;

        Partition(MadeEmbeddings made, long looked, long until, String complete) {
            this.made = made;
            this.looked = looked;
            this.until = until;
            this.complete = complete;
        }

        boolean isLooking() {
            return looked < until;
        }
    }

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

    /** Texts that a model could not read, at least at first. */
    long failed() {
        return failed.sum();
    }

    /** Texts that a model could not read at any attempt; they are left until the next start. */
    int unreadable() {
        return unreadable;
    }

    /**
     * Takes the new papers that there are, at most a batch; without any, a few of the past.
     *
     * @throws UnavailableException if a model reads no text at all; then the next turn begins with
     *     the papers that wait for it
     * @throws InterruptedException if interrupted in a pause
     */
    void turn() throws InterruptedException {
        try {
            Running now = open();
            ConsumerRecords<byte[], byte[]> records = now.papers().poll(isBehind() ? BRIEF : POLL);
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
            // Closed within a batch, it stands behind papers that it has not looked at.
            if (!closed && begun.isEmpty() && newLeft(now) == 0) {
                workBehind(now);
                noteProgress(now, 0);
            }
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
            running = new Running(papers, new EmbeddingLog(clients.log()), clients.producer());
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
            partitions.put(papers.partition(), partition(now, papers, embeddings));
            begun.add(papers.partition());
        }
        return begun;
    }

    /** New papers are those behind what is committed, or behind all that there are now. */
    private Partition partition(Running now, TopicPartition papers, TopicPartition embeddings) {
        OffsetAndMetadata committed = now.papers().committed(Set.of(papers)).get(papers);
        MadeEmbeddings before = now.log().readAll(embeddings, models());
        long end = now.papers().endOffsets(Set.of(papers)).getOrDefault(papers, 0L);
        String complete = committed == null ? "" : committed.metadata();
        long from = committed == null ? end : committed.offset();
        Matcher seen = SEEN_BEFORE.matcher(complete);
        if (seen.matches()) {
            from = Math.max(from, Math.min(Long.parseLong(seen.group(1)), end));
        }
        now.papers().seek(papers, from);
        long until = Math.min(from, end);
        return new Partition(before, complete.equals(modelNames()) ? until : 0, until, complete);
    }

    private List<TextModel> models() {
        return embedders.stream().map(Embedder::model).toList();
    }

    /** The models, and the way in which papers become texts. */
    private String modelNames() {
        return models().stream()
                .map(TextModel::toString)
                .collect(Collectors.joining(" ", "text-" + TitleAndAbstract.RECIPE + " ", ""));
    }

    private void work(
            Running now, TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records)
            throws InterruptedException {
        // Of several records of a paper only the last one counts.
        Map<String, ConsumerRecord<byte[], byte[]>> newest = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> each : records) {
            newest.put(key(each), each);
        }
        List<Sent> sent = new ArrayList<>();
        long before = done;
        for (Map.Entry<String, ConsumerRecord<byte[], byte[]>> each : newest.entrySet()) {
            if (closed) {
                return;
            }
            try {
                applyNew(now, partition.partition(), each.getKey(), each.getValue())
                        .ifPresent(record -> sent.add(Sent.by(now.producer(), record)));
            } catch (UnavailableException e) {
                awaitAll(now, partition.partition(), sent);
                // Those before it are looked at again: that is no progress.
                done = before;
                noteProgress(now, records.size());
                throw e;
            }
            done++;
            noteProgress(now, newest.size());
        }
        awaitAll(now, partition.partition(), sent);
        ConsumerRecord<byte[], byte[]> last = records.getLast();
        commit(now, partition, last.offset() + 1, last.leaderEpoch());
        delay.read(partition.topic(), partition.partition(), last.timestamp());
    }

    private void commit(
            Running now, TopicPartition partition, long offset, Optional<Integer> epoch) {
        Partition here = here(partition.partition());
        // Whoever comes next looks at the past again, unless nothing lacks.
        String complete = here.isLooking() || !here.backlog.isEmpty() ? INCOMPLETE : modelNames();
        now.papers().commitSync(Map.of(partition, new OffsetAndMetadata(offset, epoch, complete)));
        here.complete = complete;
    }

    /** Whether papers of the past wait for nothing but their turn. */
    private boolean isBehind() {
        Instant time = clock.instant();
        return partitions.values().stream()
                .anyMatch(each -> each.isLooking() || each.backlog.next(time).isPresent());
    }

    /** A little of the past, of one partition. */
    private void workBehind(Running now) throws InterruptedException {
        for (TopicPartition papers : now.papers().assignment()) {
            Partition here = here(papers.partition());
            if (here.isLooking()) {
                look(now, papers, here);
                return;
            }
            if (here.backlog.next(clock.instant()).isPresent()) {
                workBacklog(now, papers, here);
                return;
            }
            if (!closed && here.backlog.isEmpty() && !here.complete.equals(modelNames())) {
                commit(now, papers, now.papers().position(papers), Optional.empty());
            }
        }
    }

    /** Looks at the next papers of the past for those that lack something. */
    private void look(Running now, TopicPartition papers, Partition here)
            throws InterruptedException {
        long start = System.nanoTime();
        var records = now.log().readFrom(papers, here.looked, here.until);
        for (ConsumerRecord<byte[], byte[]> each : records) {
            if (each.offset() < here.until) {
                String paper = key(each);
                switch (EventCodec.PAPER.decode(each.value())) {
                    case Decoded.Event<Paper>(Paper found) -> {
                        if (found.id().value().equals(paper)) {
                            here.backlog.look(paper, each.offset(), lacks(here.made, found));
                        }
                    }
                    case Decoded.Tombstone<Paper> _ ->
                            here.backlog.look(
                                    paper, each.offset(), here.made.find(paper).isPresent());
                    case Decoded.Malformed<Paper> _ -> {}
                }
            }
        }
        here.looked = records.isEmpty() ? here.until : records.getLast().offset() + 1;
        done += records.size();
        if (!here.isLooking()) {
            here.backlog.endLook();
        }
        pauseAfter(start);
    }

    private boolean lacks(MadeEmbeddings made, Paper paper) {
        MadeEmbeddings.Made before = made.find(paper.id().value()).orElse(null);
        if (paper.status() != PaperStatus.LISTED) {
            return before != null;
        }
        return before == null
                || !before.isOf(TitleAndAbstract.of(paper))
                || !lacking(before).isEmpty();
    }

    /** A few papers of the past that lack something. */
    private void workBacklog(Running now, TopicPartition papers, Partition here)
            throws InterruptedException {
        if (here.page.isEmpty()) {
            turnPage(now, papers, here);
        }
        List<Sent> sent = new ArrayList<>();
        try {
            for (int worked = 0; worked < BEHIND && !here.page.isEmpty() && !closed; ) {
                ConsumerRecord<byte[], byte[]> each = here.page.getFirst();
                String paper = key(each);
                if (here.backlog.isDue(paper, each.offset(), clock.instant())) {
                    apply(now, papers.partition(), paper, each)
                            .ifPresent(record -> sent.add(Sent.by(now.producer(), record)));
                    worked++;
                    done++;
                }
                here.page.removeFirst();
            }
        } finally {
            awaitAll(now, papers.partition(), sent);
        }
    }

    /** Reads records from the next one on that waits. */
    private void turnPage(Running now, TopicPartition papers, Partition here) {
        long next = here.backlog.next(clock.instant()).orElseThrow();
        // What failed may have come after the past ended.
        var records = now.log().readFrom(papers, next, now.papers().position(papers));
        if (records.isEmpty() || records.getFirst().offset() > next) {
            here.backlog.gone(next);
        }
        here.page.addAll(records);
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    }

    /** An embedding on its way, or that there is none any more. */
    private record Sent(ProducerRecord<byte[], byte[]> record, Future<RecordMetadata> result) {

        static Sent by(Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
            return new Sent(record, producer.send(record));
        }
    }

    /** Notes where each stands: its vectors stay, should another model read the text later. */
    private void awaitAll(Running now, int partition, List<Sent> sent) throws InterruptedException {
        now.producer().flush();
        try {
            for (Sent each : sent) {
                long offset = each.result().get().offset();
                Partition here = partitions.get(partition);
                if (here != null && each.record().value() != null) {
                    here.made.note(each.record().key(), each.record().value(), offset);
                }
            }
        } catch (ExecutionException e) {
            throw new KafkaException("embeddings cannot be sent: " + e.getCause(), e.getCause());
        }
    }

    /** What has to be sent for a new record of a paper. */
    private Optional<ProducerRecord<byte[], byte[]>> applyNew(
            Running now, int partition, String key, ConsumerRecord<byte[], byte[]> record)
            throws InterruptedException {
        Partition here = here(partition);
        boolean waits =
                switch (EventCodec.PAPER.decode(record.value())) {
                    case Decoded.Event<Paper>(Paper paper) -> {
                        boolean listed = paper.status() == PaperStatus.LISTED;
                        TitleAndAbstract text = listed ? TitleAndAbstract.of(paper) : null;
                        yield paper.id().value().equals(key)
                                && !here.backlog.renew(
                                        key, record.offset(), text, here.isLooking());
                    }
                    case Decoded.Tombstone<Paper> _ ->
                            !here.backlog.renew(key, record.offset(), null, here.isLooking());
                    case Decoded.Malformed<Paper> _ -> false;
                };
        return waits ? Optional.empty() : apply(now, partition, key, record);
    }

    /** What has to be sent for the newest record of a paper. */
    private Optional<ProducerRecord<byte[], byte[]>> apply(
            Running now, int partition, String key, ConsumerRecord<byte[], byte[]> record)
            throws InterruptedException {
        return switch (EventCodec.PAPER.decode(record.value())) {
            case Decoded.Event<Paper>(Paper paper) -> apply(now, partition, key, record, paper);
            case Decoded.Tombstone<Paper> _ -> leave(here(partition), partition, record.key(), key);
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
        Partition here = here(partition);
        if (!paper.id().value().equals(key)) {
            return Optional.empty();
        }
        if (paper.status() != PaperStatus.LISTED) {
            return leave(here, partition, record.key(), key);
        }
        Optional<Embedding> embedding = embedding(now, partition, paper, record.offset());
        embedding.ifPresent(each -> here.made.note(each, -1));
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
            Partition here, int partition, byte[] key, String paper) {
        here.backlog.done(paper);
        if (here.made.find(paper).isEmpty()) {
            return Optional.empty();
        }
        here.made.forget(paper);
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

    /**
     * The paper's embedding, if it lacks a vector and a model makes one. What a model could not
     * read waits for another attempt.
     */
    private Optional<Embedding> embedding(Running now, int partition, Paper paper, long offset)
            throws InterruptedException {
        TitleAndAbstract text = TitleAndAbstract.of(paper);
        Partition here = here(partition);
        MadeEmbeddings.Made before =
                here.made.find(paper.id().value()).filter(each -> each.isOf(text)).orElse(null);
        if (before != null && lacking(before).isEmpty()) {
            here.backlog.done(paper.id().value());
            return Optional.empty();
        }
        List<TextVector> old =
                before == null ? List.of() : oldVectors(now, partition, before, text);
        List<TextVector> own = new ArrayList<>();
        int read = 0;
        for (Embedder embedder : embedders) {
            Optional<TextVector> there =
                    old.stream().filter(each -> each.model().equals(embedder.model())).findFirst();
            TextVector vector = there.isPresent() ? there.get() : embedded(embedder, text);
            if (vector != null) {
                own.add(vector);
                read += there.isPresent() ? 0 : 1;
            }
        }
        if (own.size() == embedders.size()) {
            here.backlog.done(paper.id().value());
        } else if (here.backlog.fail(paper.id().value(), offset, text, clock.instant())) {
            failed.increment();
        }
        if (read == 0) {
            return Optional.empty();
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
            if (log.isNew(embedder.model().toString())) {
                LOG.errorf(e, "A text has no vector. error=\"%s\"", e.getMessage());
            }
            return null;
        } finally {
            pauseAfter(start);
        }
    }

    private void pauseAfter(long start) throws InterruptedException {
        Thread.sleep(share.get().pauseAfter(Duration.ofNanos(System.nanoTime() - start)));
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

    private static long newLeft(Running now) {
        return now.papers().assignment().stream()
                .mapToLong(each -> now.papers().currentLag(each).orElse(0))
                .sum();
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
        int given = 0;
        for (Partition each : partitions.values()) {
            // What failed is no work until it is due.
            left += Math.max(0, each.until - each.looked) + each.backlog.lacking();
            given += each.backlog.unreadable();
        }
        unreadable = given;
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
