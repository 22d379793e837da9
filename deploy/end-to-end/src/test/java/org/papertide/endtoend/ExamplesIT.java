package org.papertide.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.papertide.events.Breakout;
import org.papertide.events.EventCodec;
import org.papertide.events.PaperId;
import org.papertide.events.PaperStatus;
import org.papertide.events.Score;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.testing.Checkout;
import org.papertide.testing.SamplePaper;
import org.papertide.testing.TestStack;

/**
 * The examples for developers, each by the command in its README, against a real broker with what a
 * real stream has: tombstones, a merged paper, a transaction that was taken back, a record that
 * nobody can read, and a revision by a clock that is ahead. At the same time, as they wait for the
 * broker most of the time; each has topics of its own.
 */
@Execution(ExecutionMode.CONCURRENT)
class ExamplesIT {

    private static final Path ROOT = Checkout.root();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PARTITIONS = 4;
    private static final Instant AT = Instant.parse("2026-05-04T08:00:00Z");

    /** How far the clock of the services is ahead. */
    private static final Duration OFFSET = Duration.ofDays(30);

    private final TestStack stack = TestStack.get();
    private final String prefix = stack.newTopicPrefix();
    private final Topics topics = new Topics(prefix, PARTITIONS, (short) 1);

    @TempDir private Path folder;

    /** What is printed by one run of an example. */
    enum Word {
        BREAKOUTS,
        TOP,
        READINGS;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    enum Language {
        JAVA("src/examples/java", "true"),
        PYTHON("examples/python", "/usr/bin/python3 -c 'import confluent_kafka'"),
        /** Its first start asks npm's registry, and here that is the question. */
        NODE(
                "examples/node",
                "cd events/examples/node && { [ -d node_modules/kafkajs ]"
                        + " || npm ci --no-audit --no-fund --ignore-scripts; }"),
        KCAT("examples/kcat", "command -v kcat && command -v jq");

        private final String folder;
        private final String available;

        Language(String folder, String available) {
            this.folder = folder;
            this.available = available;
        }

        /** The command of its README, with another word. */
        String command(Word word) throws IOException {
            String readme = Files.readString(ROOT.resolve("events/" + folder + "/README.md"));
            String command =
                    readme.substring(readme.indexOf("```sh\n") + 6)
                            .lines()
                            .findFirst()
                            .orElseThrow();
            assertThat(command).endsWith(" breakouts");
            return command.substring(0, command.length() - "breakouts".length()) + word.text();
        }
    }

    @ParameterizedTest
    @EnumSource
    void runsByTheCommandOfItsReadme(Language language) throws Exception {
        assumeTrue(
                started(language.available, "available").waitFor() == 0,
                "Left out: what the example in " + language + " needs is not installed here");
        publish();
        Map<Word, Process> running = new EnumMap<>(Word.class);
        try {
            for (Word word : Word.values()) {
                running.put(word, started(language.command(word), word.text()));
            }
            awaitLines(
                    Word.BREAKOUTS.text(),
                    "2026-05-04T08:00:00Z arxiv:2605.00001 101 On the matter of arxiv:2605.00001",
                    "2026-05-04T08:00:00Z arxiv:2605.00002 102 On the matter of arxiv:2605.00002");
            List<String> top = new ArrayList<>();
            for (int place = 1; place <= 10; place++) {
                int n = 12 - place;
                top.add("%d %d %s On the matter of %3$s".formatted(place, 100 + n, id(n)));
            }
            awaitLines(Word.TOP.text(), top.toArray(String[]::new));
            awaitLines(
                    Word.READINGS.text(),
                    "2026-05-04T08:00:00Z arxiv:2605.00001 7 UPVOTES On the matter of arxiv:2605.00001",
                    "2026-05-04T08:00:00Z arxiv:2605.00001 9 UPVOTES On the matter of arxiv:2605.00001");
            awaitCommitted("example-" + language.name().toLowerCase(Locale.ROOT));
            stop(Objects.requireNonNull(running.remove(Word.BREAKOUTS)));
            send(Topic.BREAKOUTS, EventCodec.BREAKOUT, breakout(3));
            running.put(Word.BREAKOUTS, started(language.command(Word.BREAKOUTS), "again"));
            awaitLines(
                    "again",
                    "2026-05-04T08:00:00Z arxiv:2605.00003 103 On the matter of arxiv:2605.00003");
        } finally {
            for (Process process : running.values()) {
                stop(process);
            }
        }
    }

    /** Waits until the group has committed that it read the last breakout. */
    private void awaitCommitted(String group) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafka()))) {
            await(group)
                    .atMost(PATIENCE)
                    .until(() ->
                            admin
                                            .listConsumerGroupOffsets(group)
                                            .partitionsToOffsetAndMetadata()
                                            .get()
                                            .entrySet()
                                            .stream()
                                            .filter(one -> one.getValue() != null)
                                            .filter(one ->
                                                    one.getKey()
                                                            .topic()
                                                            .equals(topics.name(Topic.BREAKOUTS)))
                                            .mapToLong(one -> one.getValue().offset())
                                            .sum()
                                    >= 3);
        }
    }

    /** Waits until exactly these lines are printed, in whatever order partitions give them. */
    private void awaitLines(String name, String... lines) {
        await(name)
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(printed(name))
                                .as(
                                        "printed, beside: %s",
                                        Files.readString(folder.resolve(name + ".err")))
                                .containsExactlyInAnyOrder(lines));
    }

    private List<String> printed(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name + ".out")).stream()
                .filter(line -> !line.isBlank())
                .toList();
    }

    private Process started(String command, String name) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command);
        builder.directory(ROOT.toFile());
        builder.redirectOutput(folder.resolve(name + ".out").toFile());
        builder.redirectError(folder.resolve(name + ".err").toFile());
        builder.environment().put("PAPERTIDE_KAFKA", stack.kafka());
        builder.environment().put("PAPERTIDE_PREFIX", prefix);
        builder.environment().put("PAPERTIDE_CLOCK_OFFSET", OFFSET.toString());
        builder.environment()
                .merge(
                        "PATH",
                        Path.of(System.getProperty("java.home"), "bin").toString(),
                        (path, java) -> java + ":" + path);
        return builder.start();
    }

    /** As Ctrl-C does, which all processes of a terminal get. */
    private static void stop(Process process) throws InterruptedException {
        List<ProcessHandle> all = process.descendants().toList();
        all.forEach(ProcessHandle::destroy);
        process.destroy();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        all.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        assertThat(ended).as("ends when it is told to").isTrue();
    }

    private void publish() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafka()))) {
            topics.createOrVerify(
                    admin, Set.of(Topic.PAPERS, Topic.SIGNALS, Topic.SCORES, Topic.BREAKOUTS));
        }
        try (Publisher publisher = new Publisher()) {
            publisher.kafka.beginTransaction();
            publisher.send(Topic.BREAKOUTS, EventCodec.BREAKOUT, breakout(1));
            publisher.send(
                    Topic.BREAKOUTS, id(1).value(), "{\"paper\":".getBytes(StandardCharsets.UTF_8));
            publisher.send(Topic.BREAKOUTS, EventCodec.BREAKOUT, breakout(2));
            for (int n = 1; n <= 12; n++) {
                publisher.send(Topic.SCORES, EventCodec.SCORE, score(n, n));
            }
            for (int n = 1; n <= 12; n++) {
                publisher.send(Topic.SCORES, EventCodec.SCORE, score(n, 100 + n));
            }
            publisher.send(Topic.SCORES, id(12).value(), null);
            long ahead = Instant.now().plus(OFFSET).getEpochSecond();
            publisher.send(Topic.PAPERS, EventCodec.PAPER, paper(1).revision(ahead).build());
            publisher.send(Topic.PAPERS, EventCodec.PAPER, paper(2).build());
            publisher.send(
                    Topic.PAPERS,
                    EventCodec.PAPER,
                    paper(2).revision(2).status(PaperStatus.MERGED, id(1)).build());
            publisher.send(
                    Topic.PAPERS,
                    EventCodec.PAPER,
                    paper(3).status(PaperStatus.WITHDRAWN, null).build());
            // However many signals come before one, it is printed: here in its partition.
            for (int n = 0; n < 10_001; n++) {
                publisher.send(
                        Topic.SIGNALS,
                        EventCodec.SIGNAL,
                        SamplePaper.upvotes(besideFirst(), 1, AT));
            }
            for (int n = 1; n <= 3; n++) {
                publisher.send(
                        Topic.SIGNALS,
                        EventCodec.SIGNAL,
                        SamplePaper.upvotes(id(n), 5 + 2L * n, AT));
            }
            publisher.kafka.commitTransaction();
            publisher.kafka.beginTransaction();
            publisher.send(Topic.BREAKOUTS, EventCodec.BREAKOUT, breakout(99));
            publisher.send(Topic.SCORES, EventCodec.SCORE, score(99, 999));
            publisher.send(Topic.SIGNALS, EventCodec.SIGNAL, SamplePaper.upvotes(id(1), 1000, AT));
            publisher.kafka.abortTransaction();
        }
    }

    private <T> void send(Topic topic, EventCodec<T> codec, T event) {
        try (Publisher publisher = new Publisher()) {
            publisher.kafka.beginTransaction();
            publisher.send(topic, codec, event);
            publisher.kafka.commitTransaction();
        }
    }

    private final class Publisher implements AutoCloseable {

        private final KafkaProducer<byte[], byte[]> kafka =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                stack.kafka(),
                                "transactional.id",
                                prefix + "examples"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());

        Publisher() {
            kafka.initTransactions();
        }

        <T> void send(Topic topic, EventCodec<T> codec, T event) {
            send(topic, codec.key(event), codec.encode(event));
        }

        void send(Topic topic, String key, byte @Nullable [] value) {
            var _ =
                    kafka.send(
                            new ProducerRecord<>(
                                    topics.name(topic),
                                    key.getBytes(StandardCharsets.UTF_8),
                                    value));
        }

        @Override
        public void close() {
            kafka.close();
        }
    }

    private static PaperId id(int n) {
        return SamplePaper.id("2605", n);
    }

    /** An unknown paper whose signals are in the same partition as those of the first one. */
    private static PaperId besideFirst() {
        return IntStream.range(100, 1_000)
                .mapToObj(ExamplesIT::id)
                .filter(id -> partition(id) == partition(id(1)))
                .findFirst()
                .orElseThrow();
    }

    private static int partition(PaperId id) {
        return BuiltInPartitioner.partitionForKey(
                id.value().getBytes(StandardCharsets.UTF_8), PARTITIONS);
    }

    private static SamplePaper paper(int n) {
        return SamplePaper.of(id(n), AT);
    }

    private static Breakout breakout(int n) {
        return new Breakout(paper(n).summary(), 100 + n, 40, 1, List.of(), AT);
    }

    private static Score score(int n, double score) {
        return new Score(paper(n).summary(), score, Map.of(), List.of(), AT, "1");
    }
}
