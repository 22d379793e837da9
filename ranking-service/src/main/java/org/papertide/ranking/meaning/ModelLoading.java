package org.papertide.ranking.meaning;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Loads the models that the settings name, and says what cannot be loaded. */
final class ModelLoading {

    private static final Logger LOG = Logger.getLogger(ModelLoading.class);

    private final MeaningSettings settings;
    private final TextModels models;
    private volatile int missing;
    private volatile @Nullable String failure;

    ModelLoading(MeaningSettings settings, TextModels models) {
        this.settings = settings;
        this.models = models;
        if (!settings.enabled()) {
            models.lacks(NoVectors.MODEL_OFF, "text models: off by papertide.meaning.enabled");
        }
    }

    /** How many of the models that the settings name could not be loaded. */
    int missing() {
        return missing;
    }

    /** What is wrong with one that could not be loaded; empty if all could, or none is wanted. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** Loads them, for some seconds. The service goes on without a model that fails. */
    void load() {
        if (!settings.enabled()) {
            LOG.info("Text models are off: searches go by words.");
            return;
        }
        models.lacks(NoVectors.MODEL_LOADING, "text models: being loaded");
        List<ModelSource> sources = sources();
        List<Embedder> loaded = new ArrayList<>();
        int twice = 0;
        try {
            NativeLibraries.unpackInto(settings.nativeDir().toAbsolutePath());
            for (ModelSource source : sources) {
                try {
                    OnnxEmbedder model = OnnxEmbedder.load(source);
                    if (isIn(loaded, model)) {
                        model.close();
                        twice++;
                        LOG.warnf("A text model is named twice. version=%s", model.model());
                    } else {
                        loaded.add(model);
                    }
                } catch (ModelUnreadableException e) {
                    failure = "text models: " + e.getMessage();
                    LOG.errorf(e, "A text model cannot be loaded. error=\"%s\"", e.getMessage());
                }
            }
        } catch (IOException | RuntimeException e) {
            failure = "text models: " + e;
            LOG.errorf(e, "Text models cannot be loaded. error=\"%s\"", e.toString());
        }
        missing = sources.size() - loaded.size() - twice;
        if (loaded.isEmpty()) {
            models.lacks(NoVectors.MODEL_BROKEN, String.valueOf(failure));
            LOG.error("There is no text model: searches go by words.");
            return;
        }
        loaded.forEach(this::prepareFloor);
        models.use(loaded);
        loaded.forEach(each -> LOG.infof("A text model is loaded. version=%s", each.model()));
    }

    private void prepareFloor(Embedder model) {
        try {
            models.prepareFloor(model);
        } catch (EmbeddingException e) {
            LOG.warnf(
                    e,
                    "A text model does not answer yet. version=%s error=\"%s\"",
                    model.model(),
                    e.getMessage());
        }
    }

    /** Of two vectors of a text by the same model nobody could take the right one. */
    private static boolean isIn(List<Embedder> loaded, Embedder model) {
        return loaded.stream().anyMatch(each -> each.model().equals(model.model()));
    }

    private List<ModelSource> sources() {
        List<ModelSource> sources = new ArrayList<>();
        sources.add(ModelSource.named(settings.model()).orElseGet(ModelSource::shipped));
        ModelSource.named(settings.next()).ifPresent(sources::add);
        return sources;
    }
}
