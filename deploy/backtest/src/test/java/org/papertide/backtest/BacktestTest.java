package org.papertide.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.backtest.Measures.Task;
import org.papertide.backtest.Moment.Phase;
import org.papertide.ranking.model.RankCorrelation;
import org.papertide.ranking.model.TrendModel;

class BacktestTest {

    @TempDir static Path inventedFolder;

    @TempDir Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void recordThreeWeeks() throws IOException {
        InventedRecording.write(folder);
    }

    private int run(String... arguments) {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                "--papers", folder.resolve("papers.jsonl").toString(),
                                "--observations", folder.resolve("observations.csv").toString()));
        line.addAll(List.of(arguments));
        return Backtest.run(line, stream(out), stream(err));
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String write(String order) throws IOException {
        Path file = folder.resolve(order + ".csv");
        String asOf = folder.resolve("asof.csv").toString();
        assertThat(run("--order", order, "--as-of", asOf, "--out", file.toString())).isZero();
        return Files.readString(file);
    }

    private static String alert(String line) {
        return line.substring(line.lastIndexOf(',') + 1);
    }

    @Test
    void writesAScoreForEachPaperAskedForAndTheSameAlertsForBothOrders() throws IOException {
        List<String> rising = write("rising").lines().toList();
        List<String> top = write("top").lines().toList();
        assertThat(rising).hasSize(1 + 15 * 20).first().isEqualTo("as_of,paper_id,score,alert");
        assertThat(rising.stream().map(line -> alert(line)).toList())
                .isEqualTo(top.stream().map(line -> alert(line)).toList());
        assertThat(rising).isNotEqualTo(top);
    }

    @Test
    void usesNoReadingAfterTheMoment() throws IOException {
        String before = write("rising");
        Path file = folder.resolve("observations.csv");
        List<String> known =
                Files.readAllLines(file).stream()
                        .filter(line -> !line.contains("rss-huangboming"))
                        .toList();
        Files.write(file, known);
        List<String> after = write("rising").lines().toList();
        // Papers of the same day: what is read at the day's end lies behind their moment.
        assertThat(after).isEqualTo(before.lines().toList());
    }

    @Test
    void readsGzAsWell() throws IOException {
        String plain = write("top");
        for (String name : List.of("papers.jsonl", "observations.csv", "asof.csv")) {
            byte[] bytes = Files.readAllBytes(folder.resolve(name));
            try (var gz = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
                gz.write(bytes);
            }
        }
        assertThat(write("top")).isEqualTo(plain);
    }

    @Test
    void learnsTheSameNumbersTwiceAndTheyAreReadable() throws IOException {
        Path first = folder.resolve("first.json");
        Path second = folder.resolve("second.json");
        assertThat(run("--learn", first.toString())).as(text(err)).isZero();
        assertThat(run("--learn", second.toString())).isZero();
        assertThat(first).hasSameTextualContentAs(second);
        TrendModel learnt = TrendModel.parse(Files.readString(first));
        assertThat(learnt.learntFrom()).contains("2025-06-23 to 2025-07-11");
        assertThat(learnt.metrics().get("UPVOTES"))
                .satisfies(upvotes -> {
                    assertThat(upvotes.growth().rising().level()).isPositive();
                    assertThat(upvotes.growth().learntFrom()).isEqualTo(learnt.learntFrom());
                });
        assertThat(run("--report", "--priors", first.toString())).isZero();
    }

    @Test
    void reportsEachOrderBesideTheBaselines() {
        assertThat(run("--report")).as(text(err)).isZero();
        assertThat(text(out))
                .contains("ORDER rising", "ORDER top", "ALERTS", "Hacker News", "Reddit hot")
                .contains("random", "per hour", "forward decay", "P@5", "NDCG@10", "Spearman");
    }

    @Test
    void reportsWhatMissingInputsCostAndHowSureTheAlertsAre() {
        assertThat(run("--report", "--cross-validate")).as(text(err)).isZero();
        assertThat(text(out))
                .containsPattern("NDCG@10 +no fol., stars +[01]\\.\\d{4}")
                .containsPattern(
                        "close +alerts \\d+, breakouts \\d+, precision (NaN|[01]\\.\\d{3}) \\[");
    }

    @Test
    void judgesOtherHistoriesWithWhatTheOtherPartsOfTheirTimeTeach() throws IOException {
        Path stars = Files.createDirectories(folder.resolve("h/github_stars_trending"));
        Random random = new Random(2);
        StringBuilder csv = new StringBuilder("repo,observed_at,stars\n");
        for (int repo = 0; repo < 60; repo++) {
            double count = Math.exp(4 + 2 * random.nextGaussian());
            double pace = Math.exp(2 + 1.5 * random.nextGaussian());
            for (int day = 0; day < 40; day++) {
                Instant at = Instant.parse("2026-06-01T06:00:00Z").plus(Duration.ofDays(day));
                csv.append("r").append(repo).append(',').append(at).append(',');
                csv.append((long) count).append('\n');
                count += pace * Math.exp(.2 * random.nextGaussian());
            }
        }
        Files.writeString(stars.resolve("observations.csv"), csv);
        Files.move(stars.resolve("observations.csv"), stars.resolve("observations.csv.gz"));
        String histories = folder.resolve("h").toString();
        assertThat(run("--report", "--cross-validate", "--histories", histories))
                .as(text(err))
                .isZero();
        String line =
                text(out)
                        .substring(text(out).indexOf("HISTORIES GitHub"))
                        .lines()
                        .filter(candidate -> candidate.startsWith("papertide"))
                        .findFirst()
                        .orElseThrow();
        // Each repository keeps its pace: who gained most will gain most.
        assertThat(Double.parseDouble(line.split(" +", -1)[1])).isGreaterThan(.8);
        assertThat(run("--report", "--histories", folder.resolve("none").toString())).isEqualTo(2);
    }

    @Test
    void saysWhatCannotBeUsed() throws IOException {
        assertThat(run("--order", "best", "--as-of", folder.toString(), "--out", "x")).isEqualTo(2);
        assertThat(run("--frobnicate")).isEqualTo(2);
        assertThat(run("--order")).isEqualTo(2);
        assertThat(run()).isEqualTo(2);
        assertThat(run("--report", "--priors", folder.resolve("none").toString())).isEqualTo(2);
        Files.writeString(
                folder.resolve("cut.json"), TrendModel.shipped().toJson().substring(0, 99));
        assertThat(run("--report", "--priors", folder.resolve("cut.json").toString())).isEqualTo(2);
        Files.writeString(
                folder.resolve("observations.csv"),
                """
                paper_id,observed_at,upvotes,num_comments,github_stars,source,view
                a,2025-06-02T08:00:00Z,many,,,api-jeongiin,daily
                """);
        assertThat(run("--report")).isEqualTo(2);
        assertThat(text(err).lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("rising or top"),
                        line -> assertThat(line).contains("--frobnicate"),
                        line -> assertThat(line).contains("--order: needs a value"),
                        line -> assertThat(line).contains("nothing to do"),
                        line -> assertThat(line).contains("there is no file"),
                        line -> assertThat(line).contains("cut.json: priors, line"),
                        line -> assertThat(line).contains("observations.csv, line 2"));
    }

    @Test
    void explainsItsOptionsAndNamesItsVersion() {
        assertThat(run("--help")).isZero();
        assertThat(text(out)).contains("--cross-validate", "papertide backtest --report");
        assertThat(run("--version")).isZero();
        assertThat(text(out)).containsPattern("Papertide \\d+\\.\\d+");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void readsQuotedCells() throws IOException {
        Path table = Files.writeString(folder.resolve("t.csv"), "id,title\n1,\"a, b\"\n2,c\n");
        List<String> titles = new ArrayList<>();
        Recording.forEachRow(table, List.of("id"), row -> titles.add(row.get("title")));
        assertThat(titles).containsExactly("a, b", "c");
    }

    @Test
    void measuresBreakTiesFairly() {
        Map<String, Double> truth = Map.of("a", 3.0, "b", 2.0, "c", 0.0, "d", 0.0);
        List<List<String>> tied = List.of(List.of("a", "b", "c", "d"));
        assertThat(Measures.precision(tied, Set.of("a", "b"), 2)).isCloseTo(0.5, within(1e-12));
        assertThat(Measures.ndcg(List.of(List.of("a"), List.of("b")), truth, 2))
                .isCloseTo(1, within(1e-12));
        assertThat(
                        RankCorrelation.spearman(
                                new double[] {1, 2, 2, 4, 5}, new double[] {1, 3, 2, 4, 5}))
                .isCloseTo(0.97467943, within(1e-8));
    }

    /**
     * What an independent judge, a program in another language, finds in a recording.
     *
     * @param pools by moment, the papers that are judged there
     * @param breakoutCount upvotes that 2 in 100 papers reach
     * @param measures of raw upvotes as a ranking: three of the further gain, then three of the
     *     same day with the hours that the best are found ahead
     */
    record Judgement(
            String name,
            Recording recording,
            Map<String, List<String>> pools,
            long breakoutCount,
            List<Double> measures) {

        @Override
        public String toString() {
            return name;
        }
    }

    /** Of the invented weeks, and of the recorded ones where they lie beside the project. */
    static Stream<Judgement> judgements() throws IOException {
        Path recorded = Path.of(System.getProperty("papertide.root", ".."), "../shared/data/hf");
        return Files.exists(recorded.resolve("asof.csv.gz"))
                ? Stream.of(invented(), recorded(recorded))
                : Stream.of(invented());
    }

    private static Judgement invented() throws IOException {
        InventedRecording files = InventedRecording.write(inventedFolder);
        Recording recording = Recording.read(files.papers(), files.observations(), null);
        List<Moment> moments = new GroundTruth(recording).moments();
        Map<String, List<String>> pools = new HashMap<>();
        for (int i = 0; i < moments.size(); i++) {
            // Three moments a day; a pool has the papers of seven days, which are five lists.
            int day = i / 3;
            pools.put(
                    moments.get(i).asOf(),
                    files.days().subList(Math.max(0, day - 4), day + 1).stream()
                            .flatMap(List::stream)
                            .toList());
        }
        return new Judgement(
                "invented",
                recording,
                pools,
                199,
                List.of(.533333, .929172, .899276, 1.0, .987082, 15.628148));
    }

    private static Judgement recorded(Path data) {
        Map<String, List<String>> pools = new HashMap<>();
        Recording.forEachRow(
                data.resolve("asof.csv.gz"),
                List.of("as_of", "paper_id"),
                row ->
                        pools.computeIfAbsent(row.get("as_of"), _ -> new ArrayList<>())
                                .add(row.get("paper_id")));
        return new Judgement(
                "recorded",
                Recording.read(
                        data.resolve("papers.jsonl.gz"), data.resolve("observations.csv.gz"), null),
                pools,
                107,
                List.of(.4557, .8462, .5557, .8845, .8027, 12.5934));
    }

    @ParameterizedTest
    @MethodSource("judgements")
    void agreesWithAnIndependentJudge(Judgement expected) {
        GroundTruth truth = new GroundTruth(expected.recording());
        Map<String, List<String>> actual = new HashMap<>();
        truth.moments().forEach(moment -> actual.put(moment.asOf(), moment.pool()));
        assertThat(actual.keySet()).isEqualTo(expected.pools().keySet());
        actual.forEach((asOf, pool) ->
                assertThat(pool)
                        .as(asOf)
                        .containsExactlyInAnyOrderElementsOf(
                                expected.pools().getOrDefault(asOf, List.of())));
        assertThat(truth.breakoutCount()).isEqualTo(expected.breakoutCount());
        Map<String, Map<String, Double>> raw = rawUpvotes(truth, expected.recording());
        Measures.Values gains = Measures.judge(truth, Task.FURTHER_GAIN, raw);
        Measures.Values sameDay = Measures.judge(truth, Task.SAME_DAY, raw);
        List<Double> measures =
                List.of(
                        gains.mean("P@5", Phase.AM),
                        gains.mean("NDCG@10", Phase.PM),
                        gains.mean("Spearman", Phase.CLOSE),
                        sameDay.mean("P@5", Phase.CLOSE),
                        sameDay.mean("Spearman", Phase.AM),
                        Measures.average(sameDay.leadHours().values()));
        for (int i = 0; i < measures.size(); i++) {
            assertThat(measures.get(i)).isCloseTo(expected.measures().get(i), within(5e-5));
        }
    }

    private static Map<String, Map<String, Double>> rawUpvotes(
            GroundTruth truth, Recording recording) {
        Map<String, Map<String, Double>> raw = new HashMap<>();
        for (Moment moment : truth.moments()) {
            Map<String, Double> order = new HashMap<>();
            for (String id : moment.pool()) {
                double last = 0;
                RecordedPaper paper = Objects.requireNonNull(recording.papers().get(id));
                for (Observation signal : paper.upvotes()) {
                    last = signal.time() <= moment.time() ? signal.upvotes() : last;
                }
                order.put(id, last);
            }
            raw.put(moment.asOf(), order);
        }
        return raw;
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.csv"), "");
        assertThatThrownBy(() -> Recording.forEachRow(empty, List.of("a"), _ -> {}))
                .isInstanceOf(UnusableInputException.class)
                .hasMessageContaining("empty");
    }
}
