package org.papertide.ranking.search;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.papertide.events.TextModel;
import org.papertide.ranking.meaning.Embedder;
import org.papertide.ranking.meaning.EmbeddingException;
import org.papertide.ranking.meaning.TextModels;

/** What queries mean, by the present text model. */
final class MeaningVectors implements QueryVectors {

    private static final Logger LOG = Logger.getLogger(MeaningVectors.class);

    private final TextModels models;
    private final Map<TextModel, Nonsense> nonsense = new ConcurrentHashMap<>();

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
            Nonsense nothing =
                    nonsense.computeIfAbsent(embedder.model(), _ -> Nonsense.of(embedder));
            return Optional.of(
                    new QueryVector(
                            ModelVector.of(embedder.model().toString(), vector),
                            nothing.nearest(vector)));
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
