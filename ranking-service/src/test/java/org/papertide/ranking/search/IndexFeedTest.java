package org.papertide.ranking.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.papertide.ranking.search.Papers.id;
import static org.papertide.ranking.search.Papers.paper;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.papertide.events.Bounds;
import org.papertide.events.Decoded;
import org.papertide.events.Embedding;
import org.papertide.events.EventCodec;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.TextModel;
import org.papertide.events.TextVector;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.platform.dependency.Dependency;
import org.papertide.testing.fuzz.MutatedEvents;

/** A log of two partitions for each topic, as a new consumer finds it each time. */
class IndexFeedTest {

    private static final TextModel MODEL = new TextModel("test", "1");

    private final Topics topics = new Topics("t.", 2, (short) 1);
    private final List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
    private final Map<TopicPartition, Long> lengths = new HashMap<>();
    private final List<MockConsumer<byte[], byte[]>> consumers = new ArrayList<>();

    @TempDir private Path base;
    private @Nullable IndexFeed feed;
    private Set<String> running = Set.of();
    private boolean refused;

    /** The keys of records that fail by themselves. */
    private final Set<String> bad = new HashSet<>();

    private long pollAtMost = Long.MAX_VALUE;

    @AfterEach
    void close() {
        if (feed != null) {
            feed.close();
        }
    }

    private IndexFeed feed(Duration commitEvery) {
        feed =
                new IndexFeed(
                        topics,
                        Duration.ZERO,
                        this::consumer,
                        new IndexDirectory(base, 4),
                        () -> running,
                        Duration.ofSeconds(1),
                        commitEvery);
        return feed;
    }

    private MockConsumer<byte[], byte[]> consumer() {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        Map<TopicPartition, Long> begins = new HashMap<>();
        for (Topic topic : IndexFeed.INPUTS) {
            for (int part = 0; part < topics.partitions(); part++) {
                begins.put(new TopicPartition(topics.name(topic), part), 0L);
            }
        }
        consumer.updateBeginningOffsets(begins);
        Map<TopicPartition, Long> ends = new HashMap<>(begins);
        log.forEach(message ->
                ends.merge(
                        new TopicPartition(message.topic(), message.partition()),
                        message.offset() + 1,
                        Math::max));
        consumer.updateEndOffsets(ends);
        consumer.schedulePollTask(() -> log.forEach(message -> offer(consumer, message)));
        consumer.setMaxPollRecords(pollAtMost);
        consumers.add(consumer);
        return consumer;
    }

    private static void offer(
            MockConsumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> message) {
        TopicPartition part = new TopicPartition(message.topic(), message.partition());
        if (message.offset() >= consumer.position(part)) {
            consumer.addRecord(message);
        }
    }

    private void send(Topic topic, String key, byte @Nullable [] value) {
        int part = Math.floorMod(key.hashCode(), topics.partitions());
        String name = topics.name(topic);
        long offset = lengths.merge(new TopicPartition(name, part), 1L, Long::sum) - 1;
        log.add(
                new ConsumerRecord<>(
                        name,
                        part,
                        offset,
                        0,
                        TimestampType.CREATE_TIME,
                        key.length(),
                        value == null ? 0 : value.length,
                        key.getBytes(StandardCharsets.UTF_8),
                        value,
                        new RecordHeaders(),
                        Optional.empty()) {
                    @Override
                    public byte @Nullable [] value() {
                        if (refused || bad.contains(key)) {
                            throw new IllegalStateException("refused");
                        }
                        return super.value();
                    }
                });
    }

    private void send(Paper paper) {
        send(Topic.PAPERS, EventCodec.PAPER.key(paper), EventCodec.PAPER.encode(paper));
    }

    private static List<Integer> find(IndexFeed feed) throws IOException {
        return Papers.numbers(
                new PaperSearch(feed.findIndex().orElseThrow(), QueryVectors.NONE)
                        .find(SearchQuery.read("network"), By.WORDS, SearchFilter.NONE, 10));
    }

    @Test
    void answersOnceItHasReadWhatThereWas() throws IOException {
        send(paper(1, "Networks", "x").build());
        send(paper(2, "Networks", "x").build());
        IndexFeed feed = feed(Duration.ofHours(1));
        assertThat(feed.findIndex()).isEmpty();
        assertThat(feed.state()).isInstanceOf(Dependency.State.Missing.class);
        feed.turn();
        assertThat(find(feed)).containsExactlyInAnyOrder(1, 2);
        assertThat(feed.state()).isInstanceOf(Dependency.State.Present.class);
    }

    @Test
    void takesVectorsAndLeavesOutWhatItCannotRead() throws IOException {
        send(paper(1, "Networks", "x").build());
        send(Topic.PAPERS, "nothing", new byte[] {1});
        send(Topic.PAPERS, id(2).value(), new byte[] {'{'});
        send(Topic.PAPERS, id(3).value(), EventCodec.PAPER.encode(paper(4, "A", "b").build()));
        TextVector vector = TextVector.of(MODEL, new float[] {1, 0});
        Embedding embedding = new Embedding(id(1), "0".repeat(32), List.of(vector));
        send(Topic.EMBEDDINGS, id(1).value(), EventCodec.EMBEDDING.encode(embedding));
        send(Topic.EMBEDDINGS, id(5).value(), new byte[] {'{'});
        IndexFeed feed = feed(Duration.ofHours(1));
        feed.turn();
        PaperIndex index = feed.findIndex().orElseThrow();
        assertThat(index.size().papers()).isEqualTo(1);
        assertThat(index.covered(MODEL.toString(), 2)).isEqualTo(1);
        send(Topic.EMBEDDINGS, id(1).value(), null);
        send(Topic.PAPERS, id(1).value(), null);
        consumers
                .getFirst()
                .schedulePollTask(() -> log.forEach(each -> offer(consumers.getFirst(), each)));
        feed.turn();
        assertThat(index.size().papers()).isZero();
        assertThat(index.size().vectors()).isZero();
    }

    /** Also after a restart; then there is one part, or few. */
    @Test
    void writesAPaperAndItsVectorOnceWhenItCatchesUp() throws IOException {
        IndexFeed empty = feed(Duration.ZERO);
        empty.turn();
        empty.close();
        int papers = IndexFeed.FAR_BEHIND / 2;
        for (int n = 1; n <= papers; n++) {
            send(paper(n, "Networks", "x").build());
            send(meaning(id(n)));
        }
        IndexFeed feed = feed(Duration.ofHours(1));
        PaperIndex index = null;
        while (index == null || index.size().papers() < papers) {
            feed.turn();
            index = feed.findIndex().orElseThrow();
            assertThat(
                            index.<Integer>search(
                                    searcher -> searcher.getIndexReader().numDeletedDocs()))
                    .isZero();
        }
        assertThat(index.covered(MODEL.toString(), 2)).isEqualTo(papers);
        PaperIndex settled = index;
        await("its parts are merged")
                .untilAsserted(() -> {
                    feed.turn();
                    assertThat(
                                    settled.<Integer>search(
                                            searcher -> searcher.getIndexReader().leaves().size()))
                            .isLessThanOrEqualTo(2);
                });
    }

    /** What was gathered by a reader that failed is settled by the next one. */
    @Test
    void mergesItsPartsAlsoWhenTheReaderFailsNearTheEnd() throws IOException {
        int papers = IndexFeed.FAR_BEHIND / 2 + 100;
        for (int n = 1; n <= papers; n++) {
            send(paper(n, "Networks", "x").build());
            send(meaning(id(n)));
        }
        pollAtMost = 3_000;
        IndexFeed feed = feed(Duration.ZERO);
        feed.turn();
        assertThat(feed.left(Topic.PAPERS)).isPositive();
        consumers.getFirst().setPollException(new KafkaException("away"));
        assertThatThrownBy(feed::turn).isInstanceOf(KafkaException.class);
        await("its parts are merged")
                .untilAsserted(() -> {
                    feed.turn();
                    PaperIndex index = feed.findIndex().orElseThrow();
                    assertThat(index.size().papers()).isEqualTo(papers);
                    assertThat(
                                    index.<Integer>search(
                                            searcher -> searcher.getIndexReader().leaves().size()))
                            .isLessThanOrEqualTo(2);
                });
        assertThat(consumers).hasSize(2);
    }

    /** However many there are: the heap holds no more than a few megabytes of large ones. */
    @Test
    void takesFewRecordsAtATimeWhereTheyAreLarge() {
        byte[] large = new byte[10_000];
        for (int n = 0; n < 2 * IndexFeed.FAR_BEHIND; n++) {
            send(Topic.PAPERS, id(n % 2).value(), large);
        }
        pollAtMost = 100;
        IndexFeed feed = feed(Duration.ofHours(1));
        feed.turn();
        long read = 2 * IndexFeed.FAR_BEHIND - feed.left(Topic.PAPERS);
        assertThat(read * large.length)
                .isBetween(8L * 1024 * 1024, 8L * 1024 * 1024 + pollAtMost * large.length);
    }

    private void send(Embedding embedding) {
        send(
                Topic.EMBEDDINGS,
                EventCodec.EMBEDDING.key(embedding),
                EventCodec.EMBEDDING.encode(embedding));
    }

    private static Embedding meaning(PaperId id) {
        return new Embedding(id, "0".repeat(32), List.of(TextVector.of(MODEL, new float[] {1, 0})));
    }

    /** Whatever is in the topics, what is good behind it is found. */
    @Test
    void passesOverAlmostGoodRecords() throws IOException {
        Paper paper =
                paper(1, "Tides", "x").aliases(List.of(new PaperId("doi:10.1234/tides"))).build();
        Embedding embedding =
                new Embedding(
                        id(1), "0".repeat(32), List.of(TextVector.of(MODEL, new float[] {1, 0})));
        sendMutations(Topic.PAPERS, EventCodec.PAPER, paper);
        sendMutations(Topic.EMBEDDINGS, EventCodec.EMBEDDING, embedding);
        // Records of this log were written in 1970; one revision has room above each that counts.
        for (long ahead = 601; ahead < Bounds.MAX_COUNT; ahead *= 3) {
            send(paper(1, "Tides", "x").revision(ahead).build());
        }
        send(paper(1, "Networks", "x").revision(2).build());
        send(paper(2, "Networks", "x").build());
        IndexFeed feed = feed(Duration.ZERO);
        feed.turn();
        assertThat(find(feed)).containsExactlyInAnyOrder(1, 2);
    }

    private <T> void sendMutations(Topic topic, EventCodec<T> codec, T good) {
        MutatedEvents mutations = new MutatedEvents(codec.encode(good));
        for (int seed = 0; seed < MutatedEvents.count(); seed++) {
            byte[] value = mutations.mutation(seed);
            send(
                    topic,
                    codec.decode(value) instanceof Decoded.Event<T>(T event)
                            ? codec.key(event)
                            : codec.key(good),
                    value);
        }
    }

    @Test
    void goesOnAfterARestartFromWhatItCommitted() throws IOException {
        send(paper(1, "Networks", "x").build());
        IndexFeed first = feed(Duration.ofHours(1));
        first.turn();
        first.close();
        send(paper(2, "Networks", "x").build());
        IndexFeed second = feed(Duration.ofHours(1));
        second.turn();
        assertThat(find(second)).containsExactlyInAnyOrder(1, 2);
        long sought =
                consumers.getLast().assignment().stream()
                        .filter(part -> part.topic().equals(topics.name(Topic.PAPERS)))
                        .mapToLong(part -> consumers.getLast().position(part))
                        .sum();
        assertThat(sought).isEqualTo(2);
    }

    @Test
    void makesADamagedIndexAnew() throws IOException {
        send(paper(1, "Networks", "x").build());
        IndexFeed feed = feed(Duration.ZERO);
        feed.turn();
        PaperIndex before = feed.findIndex().orElseThrow();
        feed.distrust(before, new IOException("no space"));
        feed.turn();
        assertThat(feed.findIndex()).contains(before);
        feed.distrust(before, new CorruptIndexException("checksum", "file"));
        feed.turn();
        assertThat(feed.findIndex()).isPresent().get().isNotSameAs(before);
        PaperIndex second = feed.findIndex().orElseThrow();
        feed.distrust(
                second, new IOException("closed", new CorruptIndexException("checksum", "file")));
        feed.turn();
        assertThat(feed.findIndex()).isPresent().get().isNotSameAs(second);
        assertThat(find(feed)).containsExactly(1);
    }

    /** A search may end long after it began, when another index has been made. */
    @Test
    void keepsAnIndexThatWasMadeAnewWhenTheOneBeforeFails() throws IOException {
        send(paper(1, "Networks", "x").build());
        IndexFeed feed = feed(Duration.ZERO);
        feed.turn();
        PaperIndex before = feed.findIndex().orElseThrow();
        feed.distrust(before, new CorruptIndexException("checksum", "file"));
        feed.turn();
        PaperIndex anew = feed.findIndex().orElseThrow();
        assertThat(anew).isNotSameAs(before);

        feed.distrust(before, new CorruptIndexException("checksum", "another file"));
        feed.turn();
        assertThat(feed.findIndex()).containsSame(anew);
    }

    /**
     * Whatever is read of damaged bytes while the index is open, it is a failure to read, never
     * another one; and the index is made anew.
     */
    @Test
    @Timeout(120)
    void makesAnewWhatIsDamagedAnywhere() throws IOException {
        for (int number = 1; number <= 40; number++) {
            send(paper(number, "Networks of tides " + number, "x " + number).build());
            sendVectors(number, MODEL);
        }
        IndexFeed feed = feed(Duration.ZERO);
        feed.turn();
        feed.turn();
        int failures = 0;
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            List<Path> files = indexFiles();
            Path file = files.get(random.nextInt(files.size()));
            byte[] good = Files.readAllBytes(file);
            damage(file, good, random);
            PaperIndex damaged = feed.findIndex().orElseThrow();
            IOException failure = searchAll(damaged);
            if (failure == null) {
                overwrite(file, good);
                continue;
            }
            failures++;
            feed.distrust(damaged, failure);
            feed.turn();
            feed.turn();
            assertThat(feed.findIndex())
                    .as("round %d", round)
                    .isPresent()
                    .get()
                    .isNotSameAs(damaged);
            assertThat(searchAll(feed.findIndex().orElseThrow())).isNull();
            assertThat(find(feed)).hasSize(10);
        }
        assertThat(failures).isGreaterThan(20);
    }

    private List<Path> indexFiles() throws IOException {
        try (Stream<Path> all = Files.list(base.resolve("papers"))) {
            return all.filter(file -> !file.endsWith("write.lock")).sorted().toList();
        }
    }

    private static void damage(Path file, byte[] good, Random random) throws IOException {
        byte[] bad = good.clone();
        int from = random.nextInt(bad.length);
        int length = 1 + random.nextInt(Math.max(1, bad.length / 4));
        for (int at = from; at < Math.min(bad.length, from + length); at++) {
            bad[at] = (byte) random.nextInt(256);
        }
        overwrite(file, bad);
    }

    /** In its place: it is mapped into memory, and keeps its length. */
    private static void overwrite(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var _ = channel.write(ByteBuffer.wrap(content), 0);
        }
    }

    /** All ways to read it; the failure, if there is one. */
    private static @Nullable IOException searchAll(PaperIndex index) {
        PaperSearch search =
                new PaperSearch(
                        index,
                        new QueryVectors() {
                            @Override
                            public Optional<QueryVector> vector(String text) {
                                ModelVector vector =
                                        ModelVector.of(MODEL.toString(), new float[] {1, 0});
                                return Optional.of(new QueryVector(vector, -1));
                            }

                            @Override
                            public Optional<String> model() {
                                return Optional.of(MODEL.toString());
                            }
                        });
        try {
            for (String query :
                    List.of(
                            "networks tides",
                            "\"of tides\"",
                            "author:lovelace",
                            "category:cs.LG")) {
                for (By by : By.values()) {
                    var _ = search.find(SearchQuery.read(query), by, SearchFilter.NONE, 50);
                }
            }
            for (int number = 1; number <= 40; number++) {
                var _ = search.findSimilar(id(number), SearchFilter.NONE, 5);
                var _ = search.papers(List.of(id(number)));
            }
            var _ = index.size();
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    @Test
    void connectsAgainAfterAFailure() throws IOException {
        send(paper(1, "Networks", "x").build());
        IndexFeed feed = feed(Duration.ofHours(1));
        feed.turn();
        consumers.getFirst().setPollException(new KafkaException("away"));
        assertThatThrownBy(feed::turn).isInstanceOf(KafkaException.class);
        assertThat(find(feed)).as("meanwhile").containsExactly(1);
        send(paper(2, "Networks", "x").build());
        feed.turn();
        assertThat(consumers).hasSize(2);
        assertThat(find(feed)).containsExactlyInAnyOrder(1, 2);
    }

    /** What was not applied is neither committed nor lost. */
    @Test
    void readsAgainWhatItCouldNotApply() throws IOException {
        for (int number = 1; number <= 20; number++) {
            send(paper(number, "Networks", "x").build());
        }
        IndexFeed feed = feed(Duration.ZERO);
        // Out of memory, a full disk, a fault of ours: whatever it is.
        refused = true;
        for (int turn = 0; turn < 3; turn++) {
            assertThatThrownBy(feed::turn).hasMessage("refused");
            offerAgain();
        }
        assertThat(feed.findIndex()).as("not filled").isEmpty();
        refused = false;
        feed.turn();
        assertThat(find(feed)).hasSize(10);
        assertThat(feed.findIndex().orElseThrow().size().papers()).isEqualTo(20);
        feed.close();

        IndexFeed next = feed(Duration.ofHours(1));
        next.turn();
        assertThat(next.findIndex().orElseThrow().size().papers()).isEqualTo(20);
    }

    /** Whatever is thrown because of it; alone it could be the index that is at fault. */
    @Test
    void leavesOutARecordThatFailsBesideOthersThatDoNot() throws IOException {
        IndexFeed feed = feed(Duration.ofHours(1));
        bad.add(id(3).value());
        send(paper(3, "Networks", "x").build());
        assertThatThrownBy(feed::turn).hasMessage("refused");
        for (int number = 1; number <= 9; number++) {
            send(paper(number, "Networks", "x").build());
        }
        offerAgain();
        feed.turn();
        assertThat(find(feed)).containsExactlyInAnyOrder(1, 2, 4, 5, 6, 7, 8, 9);
        send(paper(10, "Networks", "x").build());
        offerAgain();
        feed.turn();
        assertThat(find(feed)).hasSize(9).contains(10);
    }

    /** Names of models are free to invent; each would cost memory in every part of the index. */
    @Test
    void takesTheVectorsOfAFewModelsHoweverManyThereAre() throws IOException {
        TextModel own = new TextModel("own", "1");
        for (int number = 1; number <= 60; number++) {
            send(paper(number, "Networks", "x").build());
            sendVectors(number, new TextModel("other", Integer.toString(number)), own);
        }
        IndexFeed feed = feed(Duration.ZERO);
        feed.turn();
        assertThat(fields(feed)).hasSizeLessThanOrEqualTo(VectorFields.MOST);
        feed.close();

        // The models before were too many: those that run are taken nevertheless.
        TextModel late = new TextModel("other", "50");
        running = Set.of(ModelVector.field(late.toString(), 2), ModelVector.field("own/1", 2));
        IndexFeed next = feed(Duration.ZERO);
        next.turn();
        next.turn();
        PaperIndex index = next.findIndex().orElseThrow();
        assertThat(index.covered(late.toString(), 2)).isEqualTo(1);
        assertThat(index.covered(own.toString(), 2)).isEqualTo(60);
        assertThat(fields(next)).hasSizeLessThanOrEqualTo(VectorFields.MOST);
        next.turn();
        assertThat(next.findIndex()).as("once").contains(index);
    }

    private void offerAgain() {
        MockConsumer<byte[], byte[]> present = consumers.getLast();
        present.schedulePollTask(() -> log.forEach(each -> offer(present, each)));
    }

    private void sendVectors(int number, TextModel... models) {
        List<TextVector> vectors = new ArrayList<>();
        for (TextModel model : models) {
            vectors.add(TextVector.of(model, new float[] {1, 0}));
        }
        Embedding embedding = new Embedding(id(number), "0".repeat(32), vectors);
        send(Topic.EMBEDDINGS, id(number).value(), EventCodec.EMBEDDING.encode(embedding));
    }

    private static Set<String> fields(IndexFeed feed) throws IOException {
        return feed.findIndex()
                .orElseThrow()
                .search(searcher ->
                        searcher.getIndexReader().leaves().stream()
                                .flatMap(leaf ->
                                        StreamSupport.stream(
                                                leaf.reader().getFieldInfos().spliterator(), false))
                                .filter(FieldInfo::hasVectorValues)
                                .map(field -> field.name)
                                .collect(Collectors.toSet()));
    }
}
