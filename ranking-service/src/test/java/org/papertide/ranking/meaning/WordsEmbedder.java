package org.papertide.ranking.meaning;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.papertide.events.TextModel;

/**
 * An embedder for tests without a model file: texts that share words are alike.
 *
 * @param model whose vectors it makes
 */
public record WordsEmbedder(TextModel model) implements Embedder {

    private static final int DIMENSIONS = 64;

    @Override
    public int dimensions() {
        return DIMENSIONS;
    }

    @Override
    public List<float[]> embed(List<String> texts, Role role) {
        return texts.stream().map(WordsEmbedder::vector).toList();
    }

    private static float[] vector(String text) {
        float[] vector = new float[DIMENSIONS];
        for (String word : text.toLowerCase(Locale.ROOT).split("\\W+", -1)) {
            Random direction = new Random(word.hashCode());
            for (int at = 0; at < DIMENSIONS; at++) {
                vector[at] += (float) direction.nextGaussian();
            }
        }
        double length = 0;
        for (float number : vector) {
            length += number * number;
        }
        for (int at = 0; at < DIMENSIONS; at++) {
            vector[at] /= (float) Math.sqrt(length);
        }
        return vector;
    }
}
