package org.papertide.ranking.search;

import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.papertide.ranking.meaning.Embedder;
import org.papertide.ranking.meaning.EmbeddingException;
import org.papertide.ranking.meaning.TextModels;

/** What queries mean, by the present text model. */
final class MeaningVectors implements QueryVectors {

    private static final Logger LOG = Logger.getLogger(MeaningVectors.class);

    private final TextModels models;

    MeaningVectors(TextModels models) {
        this.models = models;
    }

    @Override
    public Optional<QueryVector> vector(String text) {
        return models.present().flatMap(embedder -> vector(embedder, text));
    }

    private Optional<QueryVector> vector(Embedder embedder, String text) {
        try {
            float[] vector = embedder.embed(List.of(text), Embedder.Role.QUERY).getFirst();
            return Optional.of(
                    new QueryVector(
                            ModelVector.of(embedder.model().toString(), vector),
                            models.floor(embedder, vector)));
        } catch (EmbeddingException e) {
            LOG.debug("The text model does not answer; the search goes by words.", e);
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> model() {
        return models.present().map(embedder -> embedder.model().toString());
    }
}
