package org.papertide.local.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.papertide.events.DeadLetter;
import org.papertide.events.EventJson;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.local.command.Commands;
import org.papertide.local.logging.LogFiles;
import org.papertide.local.stack.EmbeddedKafka;

/** The commands that look into streams, on a broker. */
class StreamCommandsIT {

    /** Clears the screen, turns text around, and is a formula. */
    private static final String HOSTILE = "=1+1\\u001b[2J\\u202e\\u009b31m\\u2028 end";

    private static final List<Topic> TOPICS =
            List.of(
                    Topic.PAPERS,
                    Topic.SIGNALS,
                    Topic.SCORES,
                    Topic.BREAKOUTS,
                    Topic.PAPERS_DLQ,
                    Topic.SIGNALS_DLQ);

    /** A revision, in seconds. */
    private static final long IN_2090 = 3_786_912_000L;

    @TempDir private static Path servers;

    private static EmbeddedKafka kafka;

    private final String prefix = "t" + UUID.randomUUID().toString().substring(0, 8) + ".";
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir private Path folder;

    @BeforeAll
    static void start() throws IOException {
        LogFiles.warningsOnly();
        try (ServerSocket first = new ServerSocket(0);
                ServerSocket second = new ServerSocket(0)) {
            kafka = new EmbeddedKafka(servers, first.getLocalPort(), second.getLocalPort());
        }
        kafka.start();
    }

    @AfterAll
    static void stop() {
        kafka.stop();
    }

    @BeforeEach
    void topics() throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            new Topics(prefix, 2, (short) 1).createOrVerify(admin, TOPICS);
        }
    }

    @Test
    void tailPrintsWhatIsAskedAndNothingThatATerminalObeys() throws IOException {
        send(Topic.PAPERS, "arxiv:2605.00001", paper("arxiv:2605.00001", 1, HOSTILE));
        send(Topic.PAPERS, "arxiv:2605.00002", paper("arxiv:2605.00002", 1, "Plain"));
        send(Topic.PAPERS, "arxiv:2605.00003\u001b[31m", "not JSON \u001b]0;title\u0007");
        send(Topic.SIGNALS, "arxiv:2605.00002", reading("arxiv:2605.00002", 42));

        assertThat(run("tail", "--from", "BEGINNING", "--no-follow")).isZero();
        assertThat(text(out))
                .contains("=1+1?[2J", "Plain (cs.LG)", "UPVOTES 42 at huggingface")
                .contains("cannot be read: paper: not JSON")
                .doesNotContainPattern("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\u202e\\u2028]")
                .hasLineCount(4);
        assertThat(text(err)).contains("4 of 4 events shown.");

        assertThat(run("tail", "--json", "papers", "--from=beginning", "--no-follow")).isZero();
        assertThat(text(out)).doesNotContainPattern("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\u202e]");
        List<JsonNode> lines = new ArrayList<>();
        for (String line : text(out).lines().toList()) {
            lines.add(EventJson.mapper().readTree(line));
        }
        assertThat(lines).hasSize(3);
        assertThat(lines)
                .anySatisfy(line ->
                        assertThat(line.at("/value/title").asText())
                                .isEqualTo("=1+1\u001b[2J\u202e\u009b31m\u2028 end"))
                .anySatisfy(line -> assertThat(line.path("text").asText()).startsWith("not JSON"));

        String[] asked = {
            "tail", "papers", "--from=beginning", "--no-follow", "--where", "title contains plain"
        };
        assertThat(run(asked)).isZero();
        assertThat(text(out)).contains("arxiv:2605.00002").hasLineCount(1);
        assertThat(run("tail", "--from=beginning", "--limit=1", "--key=arxiv:2605.00002")).isZero();
        assertThat(text(out)).contains("arxiv:2605.00002").hasLineCount(1);
        assertThat(run("tail", "--from=" + Instant.now().plusSeconds(60), "--no-follow")).isZero();
        assertThat(text(out)).isEmpty();
    }

    @Test
    void tailFollowsUntilCtrlC() throws IOException, InterruptedException {
        Path printed = folder.resolve("printed");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                // A build in the background passes on that interrupts are ignored.
                                "env",
                                "--default-signal=INT",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "org.papertide.local.Main"));
        command.addAll(List.of(with("tail", "papers", "--from=beginning")));
        Process tail =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(printed.toFile())
                        .start();
        try {
            for (int i = 1; i <= 2; i++) {
                String id = "arxiv:2605.0000" + i;
                send(Topic.PAPERS, id, paper(id, 1, "Title"));
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> Files.readString(printed).contains(id));
            }
            new ProcessBuilder("kill", "-INT", Long.toString(tail.pid())).start().waitFor();

            assertThat(tail.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(tail.exitValue()).isEqualTo(130);
            assertThat(printed).content().endsWith("2 of 2 events shown.\n");
        } finally {
            tail.destroyForcibly();
        }
    }

    @Test
    void exportsTheNewestOfEachPaperAndEveryReading() throws IOException {
        send(Topic.PAPERS, "arxiv:2605.00001", paper("arxiv:2605.00001", 1, "Old"));
        send(Topic.PAPERS, "arxiv:2605.00001", paper("arxiv:2605.00001", 3, HOSTILE));
        send(Topic.PAPERS, "arxiv:2605.00001", paper("arxiv:2605.00001", 2, "Late"));
        send(Topic.PAPERS, "arxiv:2605.00001", paper("arxiv:2605.00001", IN_2090, "Early"));
        send(Topic.PAPERS, "arxiv:2605.00001", "not JSON");
        send(Topic.PAPERS, "arxiv:2605.00002", paper("arxiv:2605.00002", 1, "Gone"));
        send(Topic.PAPERS, "arxiv:2605.00002", null);
        send(Topic.SIGNALS, "arxiv:2605.00001", reading("arxiv:2605.00001", 1));
        send(Topic.SIGNALS, "arxiv:2605.00001", reading("arxiv:2605.00001", 2));
        Path csv = folder.resolve("papers.csv");
        Path readings = folder.resolve("readings.jsonl");

        assertThat(run("export", "PAPERS", "--out", csv.toString())).isZero();
        assertThat(text(err)).contains("2 records cannot be read, and are left out.");
        assertThat(run("export", "readings", "--out", readings.toString())).isZero();

        assertThat(Files.readString(csv))
                .startsWith("id,revision,version,status,mergedInto,title,")
                .contains("\r\narxiv:2605.00001,3,,LISTED,,'=1+1")
                .doesNotContain("Old", "Late", "Early", "Gone", "\u001b");
        assertThat(Files.readAllLines(readings)).hasSize(2);
        for (String line : Files.readAllLines(readings)) {
            assertThat(EventJson.mapper().readTree(line).path("metric").asText())
                    .isEqualTo("UPVOTES");
        }
        assertThat(run("export", "readings", "--out", readings.toString())).isEqualTo(1);
        assertThat(text(err)).contains("is there already; --overwrite replaces it");
        String[] none = {
            "export",
            "readings",
            "--overwrite",
            "--out",
            readings.toString(),
            "--from=2026-05-04T08:00:01Z"
        };
        assertThat(run(none)).isZero();
        assertThat(readings).isEmptyFile();
        String[] all = {
            "export",
            "readings",
            "--overwrite",
            "--out",
            readings.toString(),
            "--from=2026-05-04T08:00:00Z",
            "--until=2026-05-04T08:00:00.001Z"
        };
        assertThat(run(all)).isZero();
        assertThat(Files.readAllLines(readings)).hasSize(2);
    }

    @Test
    void anExportThatIsInterruptedLeavesNoFileOfThatName() {
        send(Topic.SIGNALS, "arxiv:2605.00001", reading("arxiv:2605.00001", 1));
        Path file = folder.resolve("a.csv");
        Export.Report report;
        try (Interruption interruption = Interruption.ofProcess()) {
            interruption.request();
            report =
                    new Export(access(), new ReadProgress(stream(err)), interruption)
                            .run(
                                    new Export.Options(
                                            ExportKind.READINGS,
                                            Optional.empty(),
                                            Optional.empty(),
                                            Export.Format.CSV,
                                            file,
                                            Duration.ZERO));
        }

        assertThat(report.complete()).isFalse();
        assertThat(file).doesNotExist();
        assertThat(folder.resolve("a.csv.part"))
                .hasContent("paperId,metric,source,value,observedAt");
    }

    @Test
    void requeuesEachLetterOnce() {
        String newer = paper("arxiv:2605.00001", 2, "Newer");
        send(Topic.PAPERS, "arxiv:2605.00001", newer);
        String whole = paper("arxiv:2605.00009", 1, "Whole");
        letter(Topic.PAPERS, 0, "arxiv:2605.00009", whole, "not applied: the database was away");
        letter(Topic.SIGNALS, 1, "arxiv:2605.00002", "{\"x\u001b[2J\": 1}", "signal: metric");
        letter(
                Topic.SIGNALS,
                1,
                "arxiv:2605.00002",
                "x".repeat(DeadLetter.MAX_VALUE + 1),
                "signal: too large");
        letter(Topic.PAPERS, -1, "arxiv:2605.00001", paper("arxiv:2605.00001", 1, "Old"), "large");
        send(Topic.PAPERS, "arxiv:2605.00001", newer.replace("\"revision\":2", "\"revision\":3"));

        assertThat(list()).hasSize(4);
        assertThat(run("dead-letters", "--json")).isZero();
        assertThat(text(out)).contains("\"whole\":false", "\"outcome\":\"OPEN\"");
        String id = idOf("signal: metric");
        assertThat(run("dead-letters", "show", id)).isZero();
        assertThat(text(out))
                .contains("papertide_reason: signal: metric", "{\"x?[2J\": 1}")
                .doesNotContain("\u001b");

        abandonATransaction(whole);
        long before = count(Topic.PAPERS);
        assertThat(run("dead-letters", "requeue", "--all")).as(text(err)).isEqualTo(1);
        assertThat(text(out)).contains("2 requeued.");
        assertThat(text(err))
                .contains("a newer record of its key is there; drop the letter")
                .contains("its record had 1048577 bytes, and only a part is here");
        assertThat(count(Topic.PAPERS)).isEqualTo(before + 1);
        assertThat(count(Topic.SIGNALS)).isEqualTo(1);
        assertThat(run("tail", "papers", "--from=beginning", "--no-follow", "--json")).isZero();
        assertThat(text(out))
                .contains("Whole", "\"kept\":\"header\"")
                .doesNotContain("papertide_reason", "papertide_origin");

        assertThat(run("dead-letters", "requeue", "--reason", "database")).isZero();
        assertThat(text(out)).contains("0 requeued.");
        assertThat(count(Topic.PAPERS)).isEqualTo(before + 1);
        assertThat(list()).hasSize(2);
        assertThat(run("dead-letters", "drop", "--topic=papers", "--topic=signals")).isZero();
        assertThat(text(out)).contains("2 dropped.");
        assertThat(list()).isEmpty();
        assertThat(run("dead-letters", "--settled")).isZero();
        assertThat(text(out)).contains("[requeued]", "[dropped]").hasLineCount(4);
    }

    /** Letters of before have all headers of their records. */
    @Test
    void aRecordWithTheHeaderOfAMarkHidesNoLetter() {
        letter(Topic.PAPERS, 0, "arxiv:2605.00001", "{", "paper: first");
        String first = idOf("paper: first");
        send(
                new ProducerRecord<>(
                        access().name(Topic.PAPERS_DLQ),
                        null,
                        bytes("arxiv:2605.00001"),
                        bytes("{"),
                        new RecordHeaders()
                                .add(DeadLetter.SETTLED, bytes(first))
                                .add(DeadLetter.REASON, bytes("paper: second"))
                                .add(DeadLetter.ORIGIN, bytes("papers-0@1"))));
        assertThat(list()).hasSize(2);
    }

    /** What a command leaves behind that was killed between the record and its mark. */
    private void abandonATransaction(String value) {
        Producer<byte[], byte[]> killed =
                access().producer("papertide-dead-letters-" + access().name(Topic.PAPERS));
        killed.initTransactions();
        killed.beginTransaction();
        var _ = killed.send(record(Topic.PAPERS, "arxiv:2605.00009", value));
        killed.flush();
        killed.close(Duration.ZERO);
    }

    private List<String> list() {
        assertThat(run("dead-letters", "list", "--topic=papers", "--topic=signals")).isZero();
        return text(out).lines().toList();
    }

    private String idOf(String reason) {
        return list().stream()
                .filter(line -> line.contains(reason))
                .map(line -> line.split(" ", 2)[0])
                .findFirst()
                .orElseThrow();
    }

    private long count(Topic topic) {
        assertThat(run("tail", topic.baseName(), "--from=beginning", "--no-follow")).isZero();
        return text(out).lines().count();
    }

    private KafkaAccess access() {
        return new KafkaAccess(kafka.bootstrapServers(), prefix, Map.of());
    }

    private void letter(Topic from, int partition, String key, String value, String reason) {
        Headers own = new RecordHeaders().add("kept", bytes("header"));
        DeadLetter letter =
                DeadLetter.of(
                        new DeadLetter.Origin(access().name(from), partition, 0),
                        bytes(key),
                        bytes(value),
                        own,
                        reason);
        send(
                new ProducerRecord<>(
                        access().name(from.deadLetters()),
                        null,
                        letter.key(),
                        letter.value(),
                        letter.headers()));
    }

    private void send(Topic topic, String key, @Nullable String value) {
        send(record(topic, key, value));
    }

    private ProducerRecord<byte[], byte[]> record(Topic topic, String key, @Nullable String value) {
        return new ProducerRecord<>(
                access().name(topic), bytes(key), value == null ? null : bytes(value));
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                kafka.bootstrapServers(),
                                "max.request.size",
                                2 * 1024 * 1024),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            var _ = producer.send(record);
            producer.flush();
        }
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        return Commands.of(folder, stream(out), stream(err)).execute(with(arguments));
    }

    private String[] with(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--bootstrap", kafka.bootstrapServers(), "--topic-prefix", prefix));
        return all.toArray(String[]::new);
    }

    private static String paper(String id, long revision, String title) {
        return """
        {"id":"%s","revision":%d,"title":"%s","authors":[],"categories":["cs.LG"],"links":{},\
        "status":"LISTED","aliases":[],"source":"arxiv","listed":"2026-05-04T08:00:00Z"}\
        """
                .formatted(id, revision, title);
    }

    private static String reading(String id, int value) {
        return """
        {"paperId":"%s","metric":"UPVOTES","value":%d,"observedAt":"2026-05-04T08:00:00Z",\
        "source":"huggingface"}\
        """
                .formatted(id, value);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
