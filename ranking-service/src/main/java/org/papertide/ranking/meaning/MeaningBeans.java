package org.papertide.ranking.meaning;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Loads the text models beside the start of the service. */
@Singleton
class MeaningBeans {

    private final TextModels models = new TextModels();
    private final ModelLoading loading;

    MeaningBeans(MeaningSettings settings) {
        this.loading = new ModelLoading(settings, models);
    }

    @Produces
    @Singleton
    TextModels models() {
        return models;
    }

    void start(@Observes StartupEvent event) {
        // Native code for a second or two: a virtual thread would keep its carrier from others.
        Thread.ofPlatform().daemon().name("text models").start(loading::load);
    }

    /** Never down: without a model searches go by words, and it says why. */
    @Readiness
    HealthCheck modelState() {
        return () -> {
            var response = HealthCheckResponse.named("meaning").up();
            models.present().ifPresent(each -> response.withData("model", each.model().toString()));
            models.missing().ifPresent(reason -> response.withData("missing", reason));
            return response.build();
        };
    }
}
