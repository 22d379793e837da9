package org.papertide.ranking.meaning;

import java.util.List;
import org.papertide.events.TextModel;
import org.papertide.events.TextVector;

/**
 * A text model that runs in this process: it turns texts into vectors. Thread-safe: calls may run
 * at the same time.
 */
public interface Embedder {

    /** Longest text that is read, in characters: more is cut off, whatever the model could take. */
    int MAX_TEXT = 10_000;

    /** What a text is for: some models want searches prepared in another way than papers. */
    enum Role {
        /** The text of a paper, or another one that is to be found. */
        PASSAGE,
        /** What somebody looks for. */
        QUERY
    }

    /** Which model it is. Only vectors of the same model are compared. */
    TextModel model();

    /** How many numbers each vector has. */
    int dimensions();

    /** Whether this model can have made a vector: strangers may write its name on any. */
    default boolean canHaveMade(TextVector vector) {
        return vector.model().equals(model()) && vector.dimensions() == dimensions();
    }

    /**
     * The vector of each text, in their order, of length 1. Any text has one, also an empty one, a
     * huge one and one of control characters or unpaired surrogates.
     *
     * @throws EmbeddingException if the model cannot do it
     */
    List<float[]> embed(List<String> texts, Role role);
}
