package org.papertide.ranking.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.Embedding;
import org.papertide.events.EventCodec;
import org.papertide.events.TextVector;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.platform.hashing.Sha256;
import org.papertide.platform.loop.Progress;
import org.papertide.testing.SamplePaper;

/** The maker of embeddings on a broker that is a map. */
class EmbeddingMakerTest extends EmbeddingMakerCases {

    private static final int BATCH = 8;

    private final Topics topics = new Topics("test.", 3, (short) 1);
    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> log = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    private final Set<String> lookedAt = new HashSet<>();

    @Override
    Topics topics() {
        return topics;
    }

    @Override
    void send(Topic topic, byte[] key, byte @Nullable [] value) {
        append(topics.name(topic), Math.floorMod(Arrays.hashCode(key), 3), key, value);
    }

    private void append(String topic, int partition, byte[] key, byte @Nullable [] value) {
        List<ConsumerRecord<byte[], byte[]>> records = log(new TopicPartition(topic, partition));
        records.add(new ConsumerRecord<>(topic, partition, records.size(), key, value));
    }

    private List<ConsumerRecord<byte[], byte[]>> log(TopicPartition partition) {
        return log.computeIfAbsent(partition, _ -> new ArrayList<>());
    }

    @Override
    List<ConsumerRecord<byte[], byte[]>> embeddings() {
        return partitions(Topic.EMBEDDINGS).stream()
                .flatMap(partition -> log(partition).stream())
                .toList();
    }

    private List<TopicPartition> partitions(Topic topic) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int partition = 0; partition < topics.partitions(); partition++) {
            partitions.add(new TopicPartition(topics.name(topic), partition));
        }
        return partitions;
    }

    @Override
    EmbeddingClients clients(int commits) {
        return new Clients(commits);
    }

    /** A start waits for no group, and one that takes nobody in is no start any more. */
    @Test
    void whoIsNotTakenIntoTheGroupJoinsAndThenStandsStill() throws InterruptedException {
        AtomicLong now = new AtomicLong();
        Progress progress = new Progress(Duration.ofSeconds(30), now::get);
        EmbeddingMaker maker = maker(progress, new Outside());

        maker.turn();
        assertThat(maker.joins()).isTrue();
        assertThat(maker.reads()).isFalse();
        now.addAndGet(Duration.ofSeconds(29).toNanos());
        maker.turn();
        assertThat(progress.findStandstill()).isEmpty();

        now.addAndGet(Duration.ofSeconds(2).toNanos());
        maker.turn();
        assertThat(maker.joins()).isTrue();
        assertThat(progress.findStandstill()).isPresent();
    }

    @Test
    void whoIsRefusedJoinsNoMore() {
        EmbeddingMaker maker =
                maker(
                        new Progress(Duration.ofSeconds(30)),
                        new Outside() {
                            @Override
                            public synchronized ConsumerRecords<byte[], byte[]> poll(
                                    Duration timeout) {
                                throw new GroupAuthorizationException("ranking-embeddings");
                            }
                        });

        assertThatThrownBy(maker::turn).isInstanceOf(GroupAuthorizationException.class);
        assertThat(maker.joins()).isFalse();
        assertThat(maker.reads()).isFalse();
    }

    /** A new model has hours of work, and new papers do not wait for it. */
    @Test
    void newPapersComeBeforeTheBacklogOfANewModel() throws InterruptedException {
        for (int paper = 0; paper < 60; paper++) {
            send(sample(paper).build());
        }
        EmbeddingMaker before = maker(List.of(OLD), ALWAYS);
        turnUntil(before, () -> newest().size() == 60);
        idle(before);
        before.close();

        embedded.clear();
        EmbeddingMaker both = maker(List.of(OLD, NEW), ALWAYS);
        turnUntil(both, () -> embedded.size() >= 5);
        int made = embedded.size();
        send(sample(60).build());
        send(sample(0).revision(2).title("Another title").abstractText(null).build());
        both.turn();
        assertThat(embedded.subList(made, made + 4))
                .containsExactlyInAnyOrder(text(60), text(60), "Another title", "Another title");

        // Killed on the way, it goes on: no text is made twice, nor an older one.
        both.close();
        EmbeddingMaker next = maker(List.of(OLD, NEW), ALWAYS);
        turnUntil(
                next, () -> newest().values().stream().allMatch(each -> each.by(NEW).isPresent()));
        idle(next);
        assertThat(newest()).hasSize(61);
        for (String text : List.of(text(60), "Another title")) {
            assertThat(embedded).filteredOn(text::equals).hasSize(2);
            embedded.removeAll(List.of(text));
        }
        embedded.remove(text(0));
        assertThat(embedded).hasSize(59).doesNotHaveDuplicates();
        next.close();

        // With nothing left behind, nothing is looked at again.
        lookedAt.clear();
        EmbeddingMaker last = maker(List.of(OLD, NEW), ALWAYS);
        idle(last);
        assertThat(lookedAt).doesNotContain(topics.name(Topic.PAPERS));
    }

    /** The release before read LaTeX as it stands: nine papers of ten had the same text. */
    @ParameterizedTest
    @ValueSource(strings = {"0 words/1", "words/1", "text-1 words/1", "text-2 words/1"})
    void replacesVectorsOfTextThatWasReadInAnotherWay(String before) throws InterruptedException {
        String raw = "Poincar\\'e maps";
        send(sample(1).title(raw).abstractText(null).build());
        send(sample(2).build());
        embed(1, raw);
        embed(2, text(2));
        partitions(Topic.PAPERS)
                .forEach(each ->
                        committed.put(each, new OffsetAndMetadata(log(each).size(), before)));

        EmbeddingMaker maker = maker(List.of(OLD), ALWAYS);
        turnUntil(maker, () -> !embedded.isEmpty());
        idle(maker);
        assertThat(embedded).containsExactly("Poincar\u00e9 maps");
        assertThat(newest()).hasSize(2);
        assertThat(committed.values())
                .extracting(OffsetAndMetadata::metadata)
                .containsOnly("text-" + TitleAndAbstract.RECIPE + " words/1");
    }

    /** What is passed over at a stop would never have a vector. */
    @Test
    void passesNothingOverWhenItIsEndedWithinABatch() throws InterruptedException {
        for (int end = 1; end <= 20; end++) {
            int sent = 10 * end;
            for (int paper = sent - 10; paper < sent; paper++) {
                send(sample(paper).build());
            }
            EmbeddingMaker ended = maker(List.of(OLD), ALWAYS);
            int last = embedded.size() + end % 7 + 1;
            atText =
                    () -> {
                        if (embedded.size() == last) {
                            ended.end();
                        }
                    };
            turnUntil(ended, () -> embedded.size() >= last);
            ended.close();
            atText = () -> {};
        }
        EmbeddingMaker next = maker(List.of(OLD), ALWAYS);
        turnUntil(next, () -> newest().size() == 200);
        idle(next);
    }

    /** It read the past as new papers, and wrote up to where it had seen them before. */
    @Test
    void newPapersComeFirstAlsoAfterAReleaseBefore() throws InterruptedException {
        for (int paper = 0; paper < 60; paper++) {
            send(sample(paper).build());
        }
        partitions(Topic.PAPERS)
                .forEach(each ->
                        committed.put(
                                each, new OffsetAndMetadata(1, log(each).size() + " words/1")));
        EmbeddingMaker maker = maker(List.of(OLD), ALWAYS);
        turnUntil(maker, maker::reads);
        send(sample(60).build());
        turnUntil(maker, () -> embedded.contains(text(60)));
        assertThat(embedded).as("with a little of the past").hasSizeLessThan(30);
        turnUntil(maker, () -> newest().size() == 61);
    }

    /** As if a release before had done it. */
    private void embed(int number, String text) {
        Embedding embedding =
                new Embedding(
                        SamplePaper.id("2605", number),
                        Sha256.hex(text).substring(0, 32),
                        List.of(
                                TextVector.of(
                                        OLD,
                                        new WordsEmbedder(OLD)
                                                .embed(List.of(text), Embedder.Role.PASSAGE)
                                                .getFirst())));
        send(
                Topic.EMBEDDINGS,
                utf8(embedding.paperId().value()),
                EventCodec.EMBEDDING.encode(embedding));
    }

    private EmbeddingMaker maker(Progress progress, Consumer<byte[], byte[]> papers) {
        return new EmbeddingMaker(
                topics,
                List.of(new WordsEmbedder(OLD)),
                () -> new Share(1),
                new Clients(ALWAYS) {
                    @Override
                    public Consumer<byte[], byte[]> papers() {
                        return papers;
                    }
                },
                progress,
                Clock.systemUTC(),
                Duration.ZERO);
    }

    /** Asks to be a member, and is none. */
    private class Outside extends Reader {

        Outside() {
            super(false);
        }

        @Override
        @SuppressWarnings("removal") // Nothing else makes one.
        public synchronized ConsumerGroupMetadata groupMetadata() {
            return new ConsumerGroupMetadata("ranking-embeddings", -1, "", Optional.empty());
        }
    }

    private class Clients implements EmbeddingClients {

        private int commits;

        Clients(int commits) {
            this.commits = commits;
        }

        @Override
        public Consumer<byte[], byte[]> papers() {
            return new Reader(true) {
                @Override
                public synchronized void commitSync(
                        Map<TopicPartition, OffsetAndMetadata> offsets) {
                    if (commits-- == 0) {
                        throw new DisconnectException("killed");
                    }
                    committed.putAll(offsets);
                }
            };
        }

        @Override
        public Consumer<byte[], byte[]> log() {
            return new Reader(false) {
                @Override
                public synchronized void assign(Collection<TopicPartition> wanted) {
                    wanted.forEach(each -> lookedAt.add(each.topic()));
                    super.assign(wanted);
                }
            };
        }

        @Override
        public Producer<byte[], byte[]> producer() {
            return new MockProducer<>(
                    true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public synchronized Future<RecordMetadata> send(
                        ProducerRecord<byte[], byte[]> each) {
                    TopicPartition partition = new TopicPartition(each.topic(), each.partition());
                    long offset = EmbeddingMakerTest.this.log(partition).size();
                    append(each.topic(), each.partition(), each.key(), each.value());
                    var _ = super.send(each);
                    return CompletableFuture.completedFuture(
                            new RecordMetadata(partition, offset, 0, -1, -1, -1));
                }
            };
        }
    }

    /** Reads the log; of a group it is the only member. */
    private class Reader extends MockConsumer<byte[], byte[]> {

        private boolean joins;

        Reader(boolean joins) {
            super("earliest");
            this.joins = joins;
            for (Topic topic : EmbeddingMaker.INPUTS) {
                partitions(topic).forEach(each -> updateBeginningOffsets(Map.of(each, 0L)));
            }
            updateEnds();
        }

        private void updateEnds() {
            for (Topic topic : EmbeddingMaker.INPUTS) {
                partitions(topic)
                        .forEach(each -> updateEndOffsets(Map.of(each, (long) log(each).size())));
            }
        }

        @Override
        public synchronized Map<TopicPartition, Long> endOffsets(
                Collection<TopicPartition> wanted) {
            updateEnds();
            return super.endOffsets(wanted);
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
                Set<TopicPartition> wanted) {
            Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>(committed);
            found.keySet().retainAll(wanted);
            return found;
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            if (joins) {
                joins = false;
                rebalance(partitions(Topic.PAPERS));
            }
            updateEnds();
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> read = new HashMap<>();
            int left = BATCH;
            for (TopicPartition each : assignment()) {
                List<ConsumerRecord<byte[], byte[]>> records = log(each);
                int from = (int) position(each);
                int until = Math.min(records.size(), from + left);
                if (until > from) {
                    read.put(each, List.copyOf(records.subList(from, until)));
                    seek(each, until);
                    left -= until - from;
                }
            }
            return new ConsumerRecords<>(read, Map.of());
        }
    }
}
