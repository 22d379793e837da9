package org.papertide.ranking.meaning;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.papertide.events.Embedding;
import org.papertide.events.TextModel;

/**
 * The text models that run here: none, one, or the present one and the next. Thread-safe.
 *
 * <p>Every paper gets a vector of each. Searches go by the present one until the next one covers as
 * many papers; then by the next. One paper in {@value #SPARED} may be missing: a text that it
 * cannot read must not keep it away for ever. The holder of the papers reports their number by
 * {@link #covers}.
 */
public final class TextModels {

    private static final int SPARED = 1_000;

    private final Map<TextModel, Long> covered = new ConcurrentHashMap<>();
    private final Map<TextModel, Nonsense> nonsense = new ConcurrentHashMap<>();
    private volatile List<Embedder> embedders = List.of();
    private volatile Missing missing =
            new Missing(NoVectors.SERVICE_STARTING, "text models: not loaded yet");

    /**
     * Why there is no model.
     *
     * @param why for clients, which do something about it
     * @param reason for people: operators and readers
     */
    public record Missing(NoVectors why, String reason) {}

    /**
     * Takes the models into use.
     *
     * @param loaded the present one, then the next; none if searches go by words alone
     */
    public void use(List<Embedder> loaded) {
        if (loaded.size() > Embedding.MAX_MODELS) {
            throw new IllegalArgumentException("more models than an embedding has vectors");
        }
        embedders = List.copyOf(loaded);
    }

    /** Says why there is none. */
    public void lacks(NoVectors why, String reason) {
        missing = new Missing(why, reason);
        embedders = List.of();
    }

    /** Why there is none; empty if there is one. */
    public Optional<Missing> missing() {
        return embedders.isEmpty() ? Optional.of(missing) : Optional.empty();
    }

    /** All that run: their vectors are worth keeping. Empty while none is loaded. */
    public List<Embedder> all() {
        return embedders;
    }

    /** The model that searches go by now. Empty: by words alone. */
    public Optional<Embedder> present() {
        List<Embedder> running = embedders;
        Embedder present = null;
        long most = 0;
        for (Embedder embedder : running) {
            long papers = covered.getOrDefault(embedder.model(), 0L);
            if (present == null || (papers > 0 && papers >= most - most / SPARED)) {
                present = embedder;
                most = Math.max(most, papers);
            }
        }
        return Optional.ofNullable(present);
    }

    /**
     * The cosine that a paper has to be above, or it means something else than a text.
     *
     * @param vector of the text, by this model, of length 1
     * @throws EmbeddingException if the model does not answer
     */
    public float floor(Embedder embedder, float[] vector) {
        return Math.clamp(nonsense(embedder).nearest(vector), -1f, 1f);
    }

    /**
     * Computes the vectors of texts without a meaning ahead, so that no search waits for them.
     *
     * @throws EmbeddingException if the model does not answer
     */
    void prepareFloor(Embedder embedder) {
        var _ = nonsense(embedder);
    }

    private Nonsense nonsense(Embedder embedder) {
        return nonsense.computeIfAbsent(embedder.model(), _ -> Nonsense.of(embedder));
    }

    /** How many papers have a vector of this model, as far as this replica has read. */
    public void covers(TextModel model, long papers) {
        covered.put(model, papers);
    }
}
