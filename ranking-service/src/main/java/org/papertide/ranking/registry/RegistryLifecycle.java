package org.papertide.ranking.registry;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.events.ModelVersion;
import org.papertide.events.Topics;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.loop.Loop;
import org.papertide.platform.settings.KafkaClients;
import org.papertide.ranking.model.TrendModel;

/**
 * Announces the shipped model as soon as Kafka is present, and fits a new one from time to time.
 */
@ApplicationScoped
class RegistryLifecycle {

    private static final Logger LOG = Logger.getLogger(RegistryLifecycle.class);

    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final Duration AFTER_FAILURE = Duration.ofHours(1);

    private final ModelUpdate update;
    private final ModelRegistry registry;
    private final TrendModel shipped;
    private final RegistrySettings settings;
    private final Clock clock;
    private final Dependency kafka;
    private @Nullable Loop looking;
    private boolean announced;
    private Instant nextUpdate = Instant.MIN;

    @Inject
    RegistryLifecycle(
            ModelUpdate update,
            ModelRegistry registry,
            TrendModel shipped,
            RegistrySettings settings,
            Clock clock,
            @Named("kafka") Dependency kafka) {
        this.kafka = kafka;
        this.update = update;
        this.registry = registry;
        this.shipped = shipped;
        this.settings = settings;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        looking = new Loop("model registry", kafka.whenPresent(this::look));
    }

    void stop(@Observes ShutdownEvent event) {
        if (looking != null) {
            looking.interrupt();
        }
    }

    /** A failed step is retried at the next turn. */
    private Duration look() {
        try {
            if (!announced) {
                registry.announceShipped(shipped);
                announced = true;
            }
            if (settings.learnEvery().isPositive() && !clock.instant().isBefore(nextUpdate)) {
                learn();
            }
        } catch (KafkaException e) {
            LOG.debug("Kafka or the stream is unavailable.", e);
        } catch (RuntimeException e) {
            LOG.error("A trend model could not be announced or fitted.", e);
        }
        return LOOK;
    }

    /**
     * An update is due a fixed time after the last announcement, so a restart does not bring it
     * forward.
     */
    private void learn() {
        Instant last =
                registry.versions().values().stream()
                        .map(ModelVersion::announcedAt)
                        .max(Instant::compareTo)
                        .orElse(Instant.EPOCH);
        nextUpdate = last.plus(settings.learnEvery());
        Instant now = clock.instant();
        if (!now.isBefore(nextUpdate)) {
            nextUpdate = now.plus(AFTER_FAILURE);
            var _ = update.propose();
            nextUpdate = now.plus(settings.learnEvery());
        }
    }

    @Singleton
    static class Beans {

        @Produces
        @Singleton
        ModelRegistry registry(KafkaClients clients, Topics topics, Clock clock) {
            return new ModelRegistry(clients, topics, clock);
        }

        /**
         * The model of the configured file, else the shipped one. It is active until another is
         * announced.
         */
        @Produces
        @Singleton
        TrendModel shipped(RegistrySettings settings) {
            return settings.file().map(TrendModel::read).orElseGet(TrendModel::shipped);
        }
    }
}
