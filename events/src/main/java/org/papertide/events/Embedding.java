package org.papertide.events;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a paper's text means, by one text model or, while another one takes over, by two. Value of
 * {@code embeddings.v1}, keyed by the paper; a tombstone says that the paper has left (withdrawn or
 * merged).
 *
 * <p>A consumer looks for the model that it compares by ({@link #by}), and passes over a paper that
 * has no vector of it yet. All vectors are made from the same text: when that changes, those of
 * models that run no more are gone.
 *
 * @param paperId identity and key
 * @param textHash of the text that the vectors are made from: the first 32 hexadecimal digits of
 *     its SHA-256
 * @param vectors one for each model, the oldest model first; at most {@value #MAX_MODELS}
 */
public record Embedding(PaperId paperId, String textHash, List<TextVector> vectors) {

    /** Most models whose vectors stand side by side: the present one and the next. */
    public static final int MAX_MODELS = 2;

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{32}");

    public Embedding {
        Require.present("paperId", paperId);
        if (!HASH.matcher(Require.present("textHash", textHash)).matches()) {
            throw new IllegalArgumentException("textHash: not 32 hexadecimal digits");
        }
        vectors = Require.list("vectors", vectors, MAX_MODELS);
        if (vectors.isEmpty()) {
            throw new IllegalArgumentException("vectors: none");
        }
        if (vectors.stream().map(TextVector::model).distinct().count() < vectors.size()) {
            throw new IllegalArgumentException("vectors: two of one model");
        }
    }

    /** The vector that a model made, if it has made one yet. */
    public Optional<TextVector> by(TextModel model) {
        return vectors.stream().filter(vector -> vector.model().equals(model)).findFirst();
    }
}
