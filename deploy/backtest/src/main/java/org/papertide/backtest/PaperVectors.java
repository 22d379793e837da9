package org.papertide.backtest;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.papertide.events.Embedding;
import org.papertide.events.EventJson;
import org.papertide.events.TextModel;

/**
 * What the texts of papers mean: vectors of length 1 by the papers' ids, all by one model.
 *
 * @param byPaper a paper whose text is not known has none
 */
record PaperVectors(Map<String, float[]> byPaper) {

    /**
     * Reads values of {@code embeddings.v1}, a line each. Of two models the first line's oldest
     * counts.
     *
     * @throws UnusableInputException naming the line that cannot be read
     */
    static PaperVectors read(Path file) {
        Map<String, float[]> vectors = new HashMap<>();
        TextModel[] model = new TextModel[1];
        Recording.forEachLine(
                file,
                true,
                line -> {
                    Embedding each = EventJson.mapper().readValue(line, Embedding.class);
                    if (model[0] == null) {
                        model[0] = each.vectors().getFirst().model();
                    }
                    each.by(model[0])
                            .ifPresent(
                                    vector -> vectors.put(each.paperId().name(), vector.vector()));
                });
        return new PaperVectors(vectors);
    }
}
