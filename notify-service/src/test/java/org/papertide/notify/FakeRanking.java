package org.papertide.notify;

import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Embedding;
import org.papertide.events.PaperId;
import org.papertide.events.PaperSummary;
import org.papertide.events.TextModel;
import org.papertide.events.TextVector;
import org.papertide.notify.message.Samples;
import org.papertide.notify.ranking.RankingSearch;
import org.papertide.notify.ranking.TextReader;
import org.papertide.text.PaperText;

/** In place of ranking-service: a text means its words. It can be away. */
@Mock
@ApplicationScoped
public class FakeRanking implements TextReader, RankingSearch {

    /** By which texts are read, unless it was told otherwise. */
    static final TextModel MODEL = new TextModel("words", "1");

    private static final int DIMENSIONS = 64;

    private volatile boolean away;
    private volatile TextModel present = MODEL;
    private volatile @Nullable PaperSummary quiet;

    /** From now on it does not answer, or does again. */
    public void away(boolean isAway) {
        away = isAway;
    }

    /** From now on texts are read by this model. */
    public void reads(TextModel model) {
        present = model;
    }

    @Override
    public TextAnswer read(List<String> texts) {
        TextModel model = present;
        return away
                ? new TextAnswer.Away(Cause.UNREACHABLE, "away")
                : new TextAnswer.Read(
                        model.toString(),
                        texts.stream()
                                .map(text ->
                                        new TextReader.Meaning(vector(model, text).vector(), null))
                                .toList());
    }

    /** What the ranking publishes of a paper. */
    public static Embedding embedding(PaperSummary paper) {
        return embedding(paper, List.of(MODEL));
    }

    /** The same by several models, the oldest first. */
    static Embedding embedding(PaperSummary paper, List<TextModel> models) {
        return new Embedding(
                paper.id(),
                "0".repeat(32),
                models.stream().map(model -> vector(model, paper.title())).toList());
    }

    /** The sum of a direction for each word, another one in each model. */
    private static TextVector vector(TextModel model, String text) {
        float[] sum = new float[DIMENSIONS];
        long seed = 1_000_003L * (Integer.parseInt(model.version()) - 1);
        for (String word : text.toLowerCase(Locale.ROOT).split("\\W+", -1)) {
            Random random = new Random(seed + word.hashCode());
            for (int i = 0; i < DIMENSIONS; i++) {
                sum[i] += (float) random.nextGaussian();
            }
        }
        return TextVector.of(model, sum);
    }

    @Override
    public Answer search(Question question) {
        if (away) {
            return new Answer.Away("away");
        }
        if (question.text().startsWith("id:")) {
            PaperSummary paper = quiet;
            return paper != null && question.text().equals("id:" + paper.id())
                    ? new Answer.Found(null, null, List.of(quiet(paper)))
                    : new Answer.Found("The paper of this id was withdrawn.", null, List.of());
        }
        String meant =
                question.text().contains("tdies")
                        ? question.text().replace("tdies", "tides")
                        : null;
        return new Answer.Found(null, meant, List.of(entry(question.text())));
    }

    /** Only the search knows this paper, from now on. */
    public void knows(PaperSummary paper) {
        quiet = paper;
    }

    private static Entry quiet(PaperSummary paper) {
        Part text = new Part(Objects.requireNonNullElse(paper.abstractText(), ""), false);
        return new Entry(
                1,
                new Match(List.of(), null, List.of(new Highlight("abstract", List.of(text)))),
                null,
                List.of(),
                paper.forRanking());
    }

    @Override
    public Answer similar(PaperId paper, int limit) {
        return away
                ? new Answer.Away("away")
                : new Answer.Found(null, null, List.of(entry("tidal")));
    }

    /** A paper that has the words that were searched for. */
    public static Entry entry(String words) {
        return new Entry(
                1,
                new Match(
                        List.of(words),
                        0.62,
                        List.of(
                                new Highlight(
                                        "title",
                                        List.of(new Part("On <b>", false), new Part(words, true))),
                                new Highlight(
                                        "abstract",
                                        List.of(
                                                new Part("… we ask what ", false),
                                                new Part(words, true),
                                                new Part(" means & why", false))))),
                118.0,
                Samples.line(0).reasons(),
                Samples.paper(0, PaperText.cut("On <b>" + words, PaperSummary.MAX_TITLE), null));
    }
}
