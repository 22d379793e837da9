package org.papertide.ranking.registry;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.papertide.events.ModelVersion;
import org.papertide.ranking.KafkaSettings;
import org.papertide.ranking.model.TrendModel;

/** Announces what the service ships as soon as Kafka is there, and learns from time to time. */
@ApplicationScoped
class RegistryLifecycle {

    private static final Logger LOG = Logger.getLogger(RegistryLifecycle.class);

    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final Duration AFTER_FAILURE = Duration.ofHours(1);

    private final ModelUpdate update;
    private final ModelRegistry log;
    private final TrendModel shipped;
    private final RegistrySettings settings;
    private final Clock clock;
    private final ScheduledExecutorService looking =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("priors").factory());

    private boolean announced;
    private Instant nextUpdate = Instant.MIN;

    RegistryLifecycle(
            ModelUpdate update,
            ModelRegistry log,
            TrendModel shipped,
            RegistrySettings settings,
            Clock clock) {
        this.update = update;
        this.log = log;
        this.shipped = shipped;
        this.settings = settings;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        var _ = looking.scheduleWithFixedDelay(this::look, 1, LOOK.toSeconds(), TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        looking.shutdownNow();
    }

    /** What cannot be done now is tried again at the next look. */
    private void look() {
        try {
            if (!announced) {
                log.announceShipped(shipped);
                announced = true;
            }
            if (settings.learnEvery().isPositive() && !clock.instant().isBefore(nextUpdate)) {
                learn();
            }
        } catch (KafkaException e) {
            LOG.debug("Kafka or the stream is unavailable.", e);
        } catch (RuntimeException e) {
            LOG.error("A model could not be announced or fitted.", e);
        }
    }

    /** Due so long after the last announcement: a restart does not bring it forward. */
    private void learn() {
        Instant last =
                log.versions().values().stream()
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
        ModelRegistry log(KafkaSettings kafka, Clock clock) {
            return new ModelRegistry(kafka.bootstrapServers(), kafka.topics(), clock);
        }

        /**
         * The model of the file that is set, else the shipped one: it holds until one is announced.
         */
        @Produces
        @Singleton
        TrendModel shipped(RegistrySettings settings) {
            return settings.file().map(TrendModel::read).orElseGet(TrendModel::shipped);
        }
    }
}
