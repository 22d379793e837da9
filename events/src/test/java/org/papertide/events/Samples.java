package org.papertide.events;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One full and one minimal event of each kind. */
public final class Samples {

    public static final Instant AT = Instant.parse("2026-05-04T08:00:00Z");
    public static final PaperId ID = new PaperId("arxiv:2605.01234");

    private Samples() {}

    static Links links() {
        return new Links(
                URI.create("https://arxiv.org/abs/2605.01234"),
                URI.create("https://arxiv.org/pdf/2605.01234"),
                URI.create("https://huggingface.co/papers/2605.01234"),
                URI.create("https://github.com/example/tides"),
                URI.create("https://tides.example.org"));
    }

    public static Paper paper() {
        return new Paper(
                ID,
                3,
                2,
                "Tides of Attention",
                "We measure how attention to a paper rises and falls.",
                List.of("Ada Ebb", "Noor Flow"),
                List.of("cs.LG", "stat.ML"),
                "cs.LG",
                links(),
                Instant.parse("2026-05-01T17:59:59Z"),
                Instant.parse("2026-05-04T00:00:00Z"),
                Instant.parse("2026-05-04T01:30:00Z"),
                Instant.parse("2026-05-02T09:00:00Z"),
                PaperStatus.LISTED,
                null,
                List.of(PaperId.ofTitle("Tides of Attention")),
                "arxiv",
                "Example Institute",
                "https://github.com/example/tides",
                42L,
                true);
    }

    public static Paper merged() {
        return new Paper(
                PaperId.ofTitle("Tides of Attention"),
                2,
                null,
                "Tides of Attention",
                null,
                List.of(),
                List.of(),
                null,
                Links.none(),
                null,
                null,
                null,
                null,
                PaperStatus.MERGED,
                ID,
                List.of(),
                "page",
                null,
                null,
                null,
                null);
    }

    public static Signal signal() {
        return new Signal(ID, Metric.UPVOTES.name(), 42, AT, "huggingface");
    }

    static List<Reason> reasons() {
        return List.of(
                new Reason("UPVOTES", "huggingface", 42, 30, 6.5, 3.25, 0.75, null),
                new Reason("GITHUB_STARS", "huggingface", 900, 700, 6.5, 20, 0.25, "CAPPED"));
    }

    public static Score score() {
        return new Score(
                PaperSummary.of(paper()),
                61.5,
                Map.of(
                        Window.DAY,
                        new WindowScore(61.5, 103.25, true),
                        Window.WEEK,
                        new WindowScore(61.5, 103.25, true),
                        Window.MONTH,
                        new WindowScore(61.5, 103.25, true)),
                reasons(),
                AT,
                "1");
    }

    public static Score scoreOfManyAuthors() {
        List<String> authors = new ArrayList<>(paper().authors());
        for (int number = 3; number <= 12; number++) {
            authors.add("Author " + number);
        }
        Score score = score();
        return new Score(
                PaperSummary.of(by(authors)),
                score.score(),
                score.windows(),
                score.reasons(),
                score.observedAt(),
                score.model());
    }

    public static Score scoreOfLongAbstract() {
        Score score = score();
        String text = "We measure how attention to a paper rises and falls. ".repeat(12);
        return new Score(
                PaperSummary.of(about(paper().authors(), text + "It ebbs.")),
                score.score(),
                score.windows(),
                score.reasons(),
                score.observedAt(),
                score.model());
    }

    /** The paper, by other authors. */
    public static Paper by(List<String> authors) {
        return about(authors, paper().abstractText());
    }

    /** The paper, by other authors and with another abstract. */
    static Paper about(List<String> authors, @Nullable String text) {
        return about(paper().revision(), authors, text);
    }

    /** The paper in another revision. */
    public static Paper revision(long revision) {
        return about(revision, paper().authors(), paper().abstractText());
    }

    private static Paper about(long revision, List<String> authors, @Nullable String text) {
        Paper paper = paper();
        return new Paper(
                paper.id(),
                revision,
                paper.version(),
                paper.title(),
                text,
                authors,
                paper.categories(),
                paper.primaryCategory(),
                paper.links(),
                paper.submitted(),
                paper.announced(),
                paper.listed(),
                paper.updated(),
                paper.status(),
                paper.mergedInto(),
                paper.aliases(),
                paper.source(),
                paper.organisation(),
                paper.codeUrl(),
                paper.submitterFollowers(),
                paper.authorParticipating());
    }

    public static Score scoreBesideTrial() {
        Score score = score();
        return new Score(
                score.paper(),
                score.score(),
                Map.of(Window.WEEK, new WindowScore(61.5, 103.25, true)),
                List.of(),
                AT,
                "1",
                new ShadowScore(
                        "2", 70.25, Map.of(Window.WEEK, new WindowScore(70.25, 110, true))));
    }

    public static Ranking ranking() {
        return new Ranking(
                Order.RISING,
                Window.DAY,
                "cs.LG",
                AT,
                List.of(
                        new Ranking.Entry(
                                1, 4, 61.5, reasons(), PaperSummary.of(paper()).forRanking())));
    }

    public static Ranking emptyRanking() {
        return new Ranking(Order.TOP, Window.MONTH, null, AT, List.of());
    }

    public static PastRankings pastRankings() {
        return new PastRankings(
                "cs.LG",
                AT,
                List.of(ID, new PaperId("doi:10.1000/tides")),
                List.of(
                        new PastRankings.Places(
                                Order.RISING, Window.DAY, List.of(1, 0), List.of(61.5, 40.0)),
                        new PastRankings.Places(
                                Order.TOP, Window.WEEK, List.of(0), List.of(103.25))));
    }

    static Embedding embedding() {
        return new Embedding(ID, "9d1f1c0a6f0e4d4b8a7c5b3e2d1f0a9b", List.of(vector()));
    }

    static Embedding embeddingByTwoModels() {
        return new Embedding(
                ID,
                embedding().textHash(),
                List.of(
                        vector(),
                        new TextVector(new TextModel("of-the-operator", "1"), 3, "AICA")));
    }

    private static TextVector vector() {
        return TextVector.of(
                new TextModel("all-minilm-l6-v2-q", "3b7c1f0e9a2d4c58"),
                new float[] {1.27f, -0.64f, 0, -0.01f, 0.32f});
    }

    public static Breakout breakout() {
        return new Breakout(PaperSummary.of(paper()), 61.5, 40, 1, reasons(), AT);
    }

    public static ModelVersion priors() {
        return new ModelVersion(
                2,
                "the stream, to 2026-05-03",
                List.of("typical.halfwayHours from 9.1 to 9.4"),
                AT,
                Instant.parse("2026-05-05T00:00:00Z"),
                JsonNodeFactory.instance.objectNode().put("format", 1));
    }

    public static Tick tick() {
        return new Tick(AT);
    }

    public static DeliveryOutcome delivery() {
        return new DeliveryOutcome(
                "0f5cc3a9b1d24e7786a1c0ffee123456",
                42,
                "DAILY",
                "REJECTED",
                null,
                "5.1.1",
                "google",
                null,
                2,
                AT);
    }

    public static DeliveryOutcome excludedDelivery() {
        return new DeliveryOutcome(
                "0f5cc3a9b1d24e7786a1c0ffee123457",
                42,
                "DAILY",
                "EXCLUDED",
                "unsubscribed",
                null,
                null,
                null,
                0,
                AT);
    }

    public static DeliveryOutcome returnedDelivery() {
        return new DeliveryOutcome(
                "0f5cc3a9b1d24e7786a1c0ffee123458",
                42,
                "DAILY",
                "RETURNED",
                null,
                "5.1.1",
                "google",
                "HARD",
                1,
                AT);
    }
}
