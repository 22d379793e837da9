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
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.papertide.backtest.Measures.Task;
import org.papertide.backtest.Moment.Phase;
import org.papertide.backtest.TextForecast.Known;
import org.papertide.backtest.TextTrial.Way;
import org.papertide.events.Embedding;
import org.papertide.events.EventCodec;
import org.papertide.events.PaperId;
import org.papertide.events.TextModel;
import org.papertide.events.TextVector;
import org.papertide.ranking.model.TrendModel;

/** Of three invented weeks the first teaches the model, the second also the texts. */
class TextTrialTest {

    private static final int DIMENSIONS = 8;
    private static final TextModel MODEL = new TextModel("m", "1");

    @TempDir Path folder;

    private InventedRecording files;

    @BeforeEach
    void recordThreeWeeks() throws IOException {
        files = InventedRecording.write(folder);
    }

    private Recording recording() {
        return Recording.read(files.papers(), files.observations(), null);
    }

    private static TextTrial trial(Recording recording, PaperVectors vectors) {
        return new TextTrial(
                recording,
                new GroundTruth(recording),
                TrendModel.shipped(),
                vectors,
                day -> day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }

    /** Vectors that tell how papers end, as far as {@code truth} says; the rest is noise. */
    private PaperVectors vectors(double truth) {
        Random random = new Random(5);
        Map<String, float[]> vectors = new HashMap<>();
        recording()
                .papers()
                .forEach((id, paper) -> {
                    float[] vector = new float[DIMENSIONS];
                    for (int at = 0; at < DIMENSIONS; at++) {
                        vector[at] = (float) random.nextGaussian();
                    }
                    double end = paper.upvotes().getLast().upvotes();
                    vector[0] += (float) (truth * (Math.log1p(end) - 2));
                    vectors.put(id, TextVector.of(MODEL, vector).vector());
                });
        return new PaperVectors(vectors);
    }

    /** No paper of the morning has more than one upvote: its count says nothing. */
    private void forgetTheMorning() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(files.observations())) {
            lines.add(line.replaceFirst("(T08:00:00Z),\\d+,", "$1,1,"));
        }
        Files.write(files.observations(), lines);
    }

    private double gained(PaperVectors vectors, Way way) {
        Recording recording = recording();
        GroundTruth truth = new GroundTruth(recording);
        TextTrial.Orders orders = trial(recording, vectors).orders(Task.SAME_DAY);
        return Measures.judge(truth, Task.SAME_DAY, orders.by(way)).mean("P@5", Phase.AM)
                - Measures.judge(truth, Task.SAME_DAY, orders.without()).mean("P@5", Phase.AM);
    }

    @Test
    void findsWhatTextsTellBeforePapersAreRead() throws IOException {
        forgetTheMorning();
        PaperVectors telling = vectors(3);
        for (Way way : Way.values()) {
            assertThat(gained(telling, way)).as(way.name()).isGreaterThan(.1);
        }
    }

    @Test
    void findsNothingInTextsThatTellNothing() throws IOException {
        forgetTheMorning();
        PaperVectors noise = vectors(0);
        for (Way way : Way.values()) {
            assertThat(gained(noise, way)).as(way.name()).isLessThan(.05);
        }
    }

    @Test
    void learnsNothingFromWhatItJudges() throws IOException {
        PaperVectors vectors = vectors(1);
        Map<String, Map<String, Double>> before = linear(vectors);
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(files.observations())) {
            // All that is read in the third week, but for the lists of its first day.
            lines.add(line.replaceFirst("(,2025-07-(?:0[89]|1\\d)T[^,]*),\\d+,", "$1,7,"));
        }
        Files.write(files.observations(), lines);
        Map<String, Map<String, Double>> after = linear(vectors);
        assertThat(before.keySet()).hasSize(15).isEqualTo(after.keySet());
        for (String asOf : before.keySet()) {
            boolean isFirstDay = asOf.startsWith("2025-07-07");
            assertThat(before.get(asOf).equals(after.get(asOf))).as(asOf).isEqualTo(isFirstDay);
        }
    }

    private Map<String, Map<String, Double>> linear(PaperVectors vectors) {
        return trial(recording(), vectors).orders(Task.FURTHER_GAIN).by(Way.LINEAR);
    }

    @Test
    void leavesAPaperWithoutAVectorItsScore() {
        Map<String, float[]> some = new HashMap<>(vectors(1).byPaper());
        some.keySet().removeIf(id -> id.hashCode() % 2 == 0);
        TextTrial.Orders orders =
                trial(recording(), new PaperVectors(some)).orders(Task.FURTHER_GAIN);
        for (Way way : List.of(Way.LINEAR, Way.NEIGHBOURS, Way.MISSED)) {
            orders.without()
                    .forEach((asOf, without) -> {
                        Map<String, Double> with =
                                new HashMap<>(orders.by(way).getOrDefault(asOf, Map.of()));
                        Map<String, Double> own = new HashMap<>(without);
                        with.keySet().removeAll(some.keySet());
                        own.keySet().removeAll(some.keySet());
                        assertThat(with).as(way + " " + asOf).isNotEmpty().isEqualTo(own);
                    });
        }
    }

    @Test
    void learnsALineAndALikeness() {
        Random random = new Random(3);
        List<Known> known = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            float[] vector = {
                (float) random.nextGaussian(),
                (float) random.nextGaussian(),
                (float) random.nextGaussian()
            };
            known.add(new Known(vector, 5 + 2 * vector[0] - vector[2], 0));
        }
        float[] asked = {1, 1, 0};
        TextForecast linear = TextForecast.linear(known, 0);
        assertThat(linear.of(asked) - linear.of(new float[3])).isCloseTo(2, within(1e-5));
        assertThat(TextForecast.linear(List.of(), 1).of(asked)).isZero();
        List<Known> two =
                List.of(new Known(new float[] {1, 0}, 3, 0), new Known(new float[] {0, 1}, -3, 0));
        TextForecast like = TextForecast.neighbours(two, 0);
        // One like it, one that is not, and the doubt of five.
        assertThat(like.of(new float[] {1, 0})).isCloseTo(.5, within(1e-3));
        assertThat(like.of(new float[] {0, 1})).isCloseTo(-.5, within(1e-3));
    }

    @Test
    void isAPartOfTheReport() throws IOException {
        Path lines = folder.resolve("vectors.jsonl");
        try (var out = Files.newOutputStream(lines)) {
            for (Map.Entry<String, float[]> each : vectors(1).byPaper().entrySet()) {
                TextVector vector = TextVector.of(MODEL, each.getValue());
                out.write(
                        EventCodec.EMBEDDING.encode(
                                new Embedding(
                                        new PaperId("arxiv:" + each.getKey()),
                                        "0".repeat(32),
                                        List.of(vector))));
                out.write('\n');
            }
        }
        assertThat(PaperVectors.read(lines).byPaper()).hasSize(15 * InventedRecording.PAPERS_A_DAY);
        // Two months teach; there is no third to judge.
        assertThat(report("--vectors", lines.toString()))
                .contains("TEXT, ORDER rising: fewer than three months", "TEXT, ORDER top");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        trial(recording(), PaperVectors.read(lines))
                .report(Task.FURTHER_GAIN, new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("TEXT, ORDER rising: 1 months", "180 papers, 180 with a vector")
                .containsPattern("NDCG@10 +without it +[01]\\.\\d{4}")
                .containsPattern("P@5 +linear +[01]\\.\\d{4} \\([+-]")
                .contains("neighbours", "what is missed", "text alone");
        Files.writeString(lines, "{}");
        assertThatThrownBy(() -> PaperVectors.read(lines))
                .isInstanceOf(UnusableInputException.class)
                .hasMessageContaining("vectors.jsonl, line 1");
    }

    private String report(String... more) {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                "--report",
                                "--papers",
                                files.papers().toString(),
                                "--observations",
                                files.observations().toString()));
        line.addAll(List.of(more));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        assertThat(Backtest.run(line, stream, stream))
                .as(out.toString(StandardCharsets.UTF_8))
                .isZero();
        return out.toString(StandardCharsets.UTF_8);
    }
}
