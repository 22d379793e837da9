package org.papertide.ranking.meaning;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Texts that mean nothing: random letters, as one text model sees them. What is no nearer to a
 * query than they are does not answer it.
 *
 * <p>Every vector has some nearest papers, also one of a query that means nothing to the model:
 * random letters, a mistyped name, another script. Rejected: a cosine below which nothing is found.
 * It is another one for each model, and for each query: the hundredth paper of "learning dynamics
 * of deep linear networks" is nearer than the best one of "linear models". Rejected as well: how
 * far the best is above the mean of all, which is the same for random letters as for queries.
 */
final class Nonsense {

    /**
     * Of 295 queries of random letters or syllables, one in a hundred finds something with these.
     */
    private static final int TEXTS = 64;

    private static final int SHORTEST = 4;
    private static final int LONGEST = 12;
    private static final int LETTERS = 'z' - 'a' + 1;

    private final List<float[]> vectors;

    private Nonsense(List<float[]> vectors) {
        this.vectors = List.copyOf(vectors);
    }

    /**
     * As a model sees them, which takes it a few milliseconds for each. Read as papers are: where a
     * model wants queries and papers to be told apart, two queries are nearer to each other than
     * any paper is to one, and nothing would be found.
     */
    static Nonsense of(Embedder embedder) {
        return new Nonsense(embedder.embed(texts(), Embedder.Role.PASSAGE));
    }

    private static List<String> texts() {
        Random random = new Random(99);
        List<String> texts = new ArrayList<>();
        for (int text = 0; text < TEXTS; text++) {
            StringBuilder letters = new StringBuilder();
            for (int left = random.nextInt(SHORTEST, LONGEST + 1); left > 0; left--) {
                letters.append((char) ('a' + random.nextInt(LETTERS)));
            }
            texts.add(letters.toString());
        }
        return texts;
    }

    /** The cosine between a vector of length 1 and the nearest of them. */
    float nearest(float[] vector) {
        float nearest = -1;
        for (float[] each : vectors) {
            float cosine = 0;
            for (int at = 0; at < vector.length; at++) {
                cosine += vector[at] * each[at];
            }
            nearest = Math.max(nearest, cosine);
        }
        return nearest;
    }
}
