package org.papertide.ranking.meaning;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** Loads the models that the settings name, and says what cannot be loaded. */
final class ModelLoading {

    private static final Logger LOG = Logger.getLogger(ModelLoading.class);

    private final MeaningSettings settings;
    private final TextModels models;

    ModelLoading(MeaningSettings settings, TextModels models) {
        this.settings = settings;
        this.models = models;
    }

    /** Loads them, for some seconds. Whatever is wrong with a model, the service goes on. */
    void load() {
        if (!settings.enabled()) {
            models.lacks("text models: off by papertide.meaning.enabled");
            LOG.info("Text models are off: searches go by words.");
            return;
        }
        List<Embedder> loaded = new ArrayList<>();
        String reason = "";
        try {
            NativeLibraries.unpackInto(settings.nativeDir().toAbsolutePath());
            for (ModelSource source : sources()) {
                try {
                    loaded.add(OnnxEmbedder.load(source));
                } catch (ModelUnreadableException e) {
                    reason = String.valueOf(e.getMessage());
                    LOG.errorf(e, "A text model cannot be loaded. error=\"%s\"", reason);
                }
            }
        } catch (IOException | RuntimeException e) {
            reason = e.toString();
            LOG.errorf(e, "Text models cannot be loaded. error=\"%s\"", reason);
        }
        if (loaded.isEmpty()) {
            models.lacks("text models: " + reason);
            LOG.error("There is no text model: searches go by words.");
            return;
        }
        models.use(loaded);
        loaded.forEach(each -> LOG.infof("A text model is loaded. version=%s", each.model()));
    }

    private List<ModelSource> sources() {
        List<ModelSource> sources = new ArrayList<>();
        sources.add(ModelSource.named(settings.model()).orElseGet(ModelSource::shipped));
        ModelSource.named(settings.next()).ifPresent(sources::add);
        return sources;
    }
}
