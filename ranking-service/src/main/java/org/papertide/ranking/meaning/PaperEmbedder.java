package org.papertide.ranking.meaning;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Embedding;
import org.papertide.events.TextModel;
import org.papertide.events.TextVector;
import org.papertide.platform.loop.LogOnce;
import org.papertide.platform.loop.UnavailableException;

/**
 * Makes the vectors of papers by the models that run, at a share of one processor: a pause follows
 * each text. Not thread-safe but for the figures.
 */
final class PaperEmbedder {

    private static final Logger LOG = Logger.getLogger(PaperEmbedder.class);

    /** Every model can read it: one that does not reads nothing. */
    private static final String ANY_TEXT = "tides";

    private final List<Embedder> embedders;
    private final Supplier<Share> share;
    private final LongAdder made = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LogOnce log = new LogOnce();

    /** Of models that read nothing now, why. */
    private final Map<TextModel, String> failures = new ConcurrentHashMap<>();

    /**
     * The vectors of a text.
     *
     * @param all those of other models, too
     * @param renewed whether there is one that was not there before
     * @param complete whether each model has one
     * @param waits whether a model has none because it reads nothing now
     */
    record Vectors(List<TextVector> all, boolean renewed, boolean complete, boolean waits) {}

    /**
     * @param embedders the models, the oldest first; at least one
     * @param share of one processor that it takes, asked for at each pause
     */
    PaperEmbedder(List<Embedder> embedders, Supplier<Share> share) {
        this.embedders = List.copyOf(embedders);
        this.share = share;
    }

    List<Embedder> embedders() {
        return embedders;
    }

    List<TextModel> models() {
        return embedders.stream().map(Embedder::model).toList();
    }

    /** The models, and the way in which papers become texts. */
    String recipe() {
        return models().stream()
                .map(TextModel::toString)
                .collect(Collectors.joining(" ", "text-" + TitleAndAbstract.RECIPE + " ", ""));
    }

    /** Texts of which vectors were made. */
    long made() {
        return made.sum();
    }

    /** Texts that a model could not read, at least at first. */
    long failed() {
        return failed.sum();
    }

    /** A model could not read a text for the first time. */
    void countFailure() {
        failed.increment();
    }

    /** Why vectors are not made: a model reads no text at all; empty while each one does. */
    Optional<String> failure() {
        return failures.values().stream().findFirst();
    }

    /** Whether an embedding has a vector of each model. */
    boolean isComplete(MadeEmbeddings.Made embedding) {
        for (int model = 0; model < embedders.size(); model++) {
            if (!embedding.isBy(model)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The vectors of a text, of which some are there. A model that reads nothing is not waited for
     * while there is a vector of another one: papers are to be found by that.
     *
     * @throws UnavailableException if there is none because the models read no text at all
     */
    Vectors vectors(TitleAndAbstract text, List<TextVector> old) throws InterruptedException {
        List<TextVector> own = new ArrayList<>();
        int read = 0;
        UnavailableException away = null;
        for (Embedder embedder : embedders) {
            Optional<TextVector> there = old.stream().filter(embedder::canHaveMade).findFirst();
            try {
                TextVector vector = there.isPresent() ? there.get() : embedded(embedder, text);
                if (vector != null) {
                    own.add(vector);
                    read += there.isPresent() ? 0 : 1;
                }
            } catch (UnavailableException e) {
                away = e;
            }
        }
        if (away != null && own.isEmpty()) {
            throw away;
        }
        if (read > 0) {
            made.increment();
        }
        List<TextVector> all = new ArrayList<>();
        old.stream()
                .filter(each -> !models().contains(each.model()))
                .limit(Embedding.MAX_MODELS - own.size())
                .forEach(all::add);
        all.addAll(own);
        return new Vectors(all, read > 0, own.size() == embedders.size(), away != null);
    }

    /**
     * The vector of a text, and then a pause; null if the model cannot make it.
     *
     * @throws UnavailableException if the model reads no other text, either
     */
    private @Nullable TextVector embedded(Embedder embedder, TitleAndAbstract text)
            throws InterruptedException {
        long start = System.nanoTime();
        try {
            TextVector vector = vector(embedder, text.text());
            failures.remove(embedder.model());
            return vector;
        } catch (RuntimeException e) {
            checkThatItReads(embedder);
            if (log.isNew(embedder.model().toString())) {
                LOG.errorf(e, "A text has no vector. error=\"%s\"", e.getMessage());
            }
            return null;
        } finally {
            pauseAfter(start);
        }
    }

    private static TextVector vector(Embedder embedder, String text) {
        return TextVector.of(
                embedder.model(), embedder.embed(List.of(text), Embedder.Role.PASSAGE).getFirst());
    }

    private void checkThatItReads(Embedder embedder) {
        try {
            var _ = vector(embedder, ANY_TEXT);
            failures.remove(embedder.model());
        } catch (RuntimeException e) {
            String reason =
                    "the text model %s reads nothing: %s"
                            .formatted(embedder.model(), e.getMessage());
            failures.put(embedder.model(), reason);
            throw new UnavailableException(reason, e);
        }
    }

    /** The pause that is due after work. */
    void pauseAfter(long start) throws InterruptedException {
        Thread.sleep(share.get().pauseAfter(Duration.ofNanos(System.nanoTime() - start)));
    }
}
