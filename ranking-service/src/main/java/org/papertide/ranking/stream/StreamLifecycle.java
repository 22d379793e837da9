package org.papertide.ranking.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Topics;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.dependency.DependencyCheck;
import org.papertide.platform.settings.ClockSettings;
import org.papertide.platform.settings.KafkaClients;
import org.papertide.platform.settings.KafkaSettings;
import org.papertide.platform.tracing.Traces;
import org.papertide.ranking.model.TrendModel;
import org.papertide.ranking.topology.RankingTopology;
import org.papertide.ranking.topology.TrainingSample;

/** Starts the stream and its ticker with the service, and stops them with it. */
@ApplicationScoped
class StreamLifecycle {

    private final RankingSettings settings;
    private final KafkaClients clients;
    private final Topics topics;
    private final Clock clock;
    private final StreamClient client;
    private final StreamWatch watch;
    private final AtomicReference<@Nullable Ticker> ticker = new AtomicReference<>();

    @Inject
    StreamLifecycle(
            RankingSettings settings,
            KafkaSettings kafkaSettings,
            KafkaClients clients,
            Topics topics,
            @Named("kafka") Dependency kafka,
            ClockSettings clockSettings,
            Clock clock,
            TrendModel model,
            MeterRegistry registry,
            Traces traces) {
        this.settings = settings;
        this.clients = clients;
        this.topics = topics;
        this.clock = clock;
        RankingTopology stages =
                new RankingTopology(
                        topics, model, settings.rules(clockSettings.offset()), registry, traces);
        this.client =
                new StreamClient(
                        kafka,
                        StreamSettings.of(
                                settings,
                                clients,
                                topics,
                                settings.instanceId().orElseGet(StreamLifecycle::host),
                                Map.of()),
                        kafkaSettings.standstill(),
                        stages::build,
                        this::startTicker,
                        Counter.builder("papertide.ranking.stream.threads.lost")
                                        .description(
                                                "Threads of the stream that died and were replaced")
                                        .register(registry)
                                ::increment);
        this.watch =
                new StreamWatch(
                        client,
                        stages.delay(),
                        "ranking",
                        topics,
                        RankingTopology.INPUTS,
                        registry);
    }

    @Produces
    @Singleton
    StreamClient client() {
        return client;
    }

    /** Moments of the papers in the stores of this replica. */
    @Produces
    @Singleton
    TrainingSample moments() {
        return new TrainingSample(client::store);
    }

    /** Apart from Kafka's check: the stream's state stays RUNNING while its brokers are away. */
    @Readiness
    HealthCheck ready() {
        return DependencyCheck.of("stream", client::state);
    }

    void start(@Observes StartupEvent event) {
        client.start();
        watch.start();
    }

    void stop(@Observes ShutdownEvent event) {
        Ticker running = ticker.getAndSet(null);
        if (running != null) {
            running.close();
        }
        watch.close();
        client.close();
    }

    private void startTicker() {
        if (settings.ticks() && ticker.get() == null) {
            Ticker started = Ticker.to(clients, topics, clock);
            ticker.set(started);
            started.start();
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "ranking";
        }
    }
}
