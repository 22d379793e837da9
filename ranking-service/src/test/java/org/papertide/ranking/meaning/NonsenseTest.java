package org.papertide.ranking.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.papertide.events.TextModel;

/** With the model that is shipped: what means nothing is nearer to nonsense than to any paper. */
class NonsenseTest {

    private static final List<String> PAPERS =
            List.of(
                    "Exact solutions to the nonlinear dynamics of learning in deep linear networks",
                    "Attention is all you need. We propose the Transformer, a network architecture"
                            + " based solely on attention mechanisms.",
                    "Distilling the knowledge in a neural network: a small student learns from a"
                            + " large teacher.",
                    "Denoising diffusion probabilistic models for image synthesis",
                    "Dexterous manipulation with a robot hand by reinforcement learning",
                    "Protein structure prediction with a language model",
                    "Hallucination of large language models: a survey",
                    "Weather forecasts by graph neural networks");

    private final Embedder model = load();
    private final List<float[]> papers = model.embed(PAPERS, Embedder.Role.PASSAGE);
    private final Nonsense nonsense = Nonsense.of(model);

    private static Embedder load() {
        try {
            return ShippedModel.load(Path.of("target/native-libraries"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How much nearer the nearest paper is than nonsense; below 0 if it is farther away. */
    private double lead(String query) {
        float[] vector = model.embed(List.of(query), Embedder.Role.QUERY).getFirst();
        float nearest = -1;
        for (float[] paper : papers) {
            nearest = Math.max(nearest, cosine(vector, paper));
        }
        return nearest - nonsense.nearest(vector);
    }

    @Test
    void queriesOfRandomLettersFindNothing() {
        Random random = new Random(5);
        List<String> queries = new ArrayList<>(List.of("xqzvw", "asdf", "qwertyuiop", "blorptang"));
        for (int query = 0; query < 40; query++) {
            StringBuilder letters = new StringBuilder();
            for (int left = random.nextInt(4, 16); left > 0; left--) {
                boolean gap = letters.length() > 3 && random.nextInt(7) == 0;
                letters.append(gap ? ' ' : (char) ('a' + random.nextInt(26)));
            }
            queries.add(letters.toString());
        }
        assertThat(queries).allSatisfy(query -> assertThat(lead(query)).as(query).isNegative());
    }

    @Test
    void queriesThatMeanSomethingFindPapersThatHaveNoneOfTheirWords() {
        for (String query :
                List.of(
                        "compressing models by imitation",
                        "generating pictures",
                        "grasping objects",
                        "made-up facts of chatbots",
                        "meteorology",
                        "folding of molecules",
                        "gradient descent theory",
                        "machine translation")) {
            assertThat(lead(query)).as(query).isPositive();
        }
    }

    /**
     * A model as those that want "query: " and "passage: " before their texts: who asks is nearer
     * to all who ask than to what they ask for.
     */
    private static final class Telling implements Embedder {

        private static final int ROLES = 2;

        @Override
        public TextModel model() {
            return new TextModel("telling", "1");
        }

        @Override
        public int dimensions() {
            return ROLES + 1_000;
        }

        @Override
        public List<float[]> embed(List<String> texts, Role role) {
            return texts.stream().map(text -> vector(text, role)).toList();
        }

        private static float[] vector(String text, Role role) {
            float[] vector = new float[ROLES + 1_000];
            vector[role == Role.QUERY ? 0 : 1] = 2;
            for (String word : text.split(" ", -1)) {
                vector[ROLES + Math.floorMod(word.hashCode(), 1_000)] += 1;
            }
            double length = 0;
            for (float each : vector) {
                length += each * each;
            }
            for (int at = 0; at < vector.length; at++) {
                vector[at] /= (float) Math.sqrt(length);
            }
            return vector;
        }
    }

    @Test
    void leavesWhatAnswersAQueryToModelsThatTellQueriesFromPapers() {
        Embedder telling = new Telling();
        float[] query = telling.embed(List.of("Weather forecasts"), Embedder.Role.QUERY).getFirst();
        float floor = Nonsense.of(telling).nearest(query);
        List<Float> near =
                telling.embed(PAPERS, Embedder.Role.PASSAGE).stream()
                        .map(paper -> cosine(query, paper))
                        .toList();
        assertThat(near.indexOf(Collections.max(near))).isEqualTo(PAPERS.size() - 1);
        assertThat(Collections.max(near)).isGreaterThan(floor);
    }

    private static float cosine(float[] query, float[] paper) {
        float cosine = 0;
        for (int at = 0; at < query.length; at++) {
            cosine += query[at] * paper[at];
        }
        return cosine;
    }
}
