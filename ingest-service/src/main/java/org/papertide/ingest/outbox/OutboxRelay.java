package org.papertide.ingest.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.platform.database.Database;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.dependency.DependencyCheck;
import org.papertide.platform.loop.Loop;
import org.papertide.platform.settings.KafkaClients;
import org.papertide.platform.settings.KafkaSettings;

/** Runs the relay for as long as the service runs. */
@ApplicationScoped
class OutboxRelay {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final KafkaPublisher publisher;
    private final Relay relay;
    private final Duration pollEvery;
    private final Dependency database;
    private final Dependency kafka;
    private final Counter published;
    private final OutboxWatch watch;
    private volatile @Nullable Loop loop;
    private @Nullable Loop looking;

    @Inject
    OutboxRelay(
            Database transactions,
            OutboxSettings settings,
            KafkaSettings kafkaSettings,
            KafkaClients clients,
            Topics topics,
            @Named("database") Dependency database,
            @Named("kafka") Dependency kafka,
            Clock clock,
            MeterRegistry meters) {
        this.watch =
                new OutboxWatch(
                        transactions,
                        clock,
                        patience(kafkaSettings.standstill(), settings.deliveryTimeout()));
        this.publisher =
                new KafkaPublisher(
                        KafkaPublisher.settings(clients, settings.deliveryTimeout()), topics);
        this.relay = new Relay(transactions, publisher, settings.batchSize());
        this.pollEvery = settings.pollEvery();
        this.database = database;
        this.kafka = kafka;
        this.published =
                Counter.builder("papertide.outbox.published")
                        .description("Records published and deleted")
                        .register(meters);
        Gauge.builder("papertide.outbox.records", this, relay -> relay.watch.backlog().records())
                .description("Records that wait to be published")
                .register(meters);
        Gauge.builder(
                        "papertide.outbox.oldest",
                        this,
                        relay -> relay.watch.backlog().oldest().toMillis() / 1000.0)
                .baseUnit("seconds")
                .description("How long the oldest record has waited to be published")
                .register(meters);
        for (Topic topic : List.of(Topic.PAPERS, Topic.SIGNALS)) {
            FunctionCounter.builder(
                            "papertide.dead.letters", publisher, each -> each.deadLetters(topic))
                    .tag("topic", topic.baseName())
                    .description("Records that went to the dead letters of their topic")
                    .register(meters);
        }
    }

    void start(@Observes StartupEvent event) {
        loop = new Loop("outbox relay", database.whenPresent(kafka.whenPresent(this::turn)));
        looking = new Loop("outbox watch", database.whenPresent(this::look));
    }

    /** Last of all: what the others committed while ending is published too, if that is quick. */
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) ShutdownEvent event) {
        Loop running = loop;
        if (looking != null && running != null) {
            looking.close();
            running.close();
        }
        publisher.close();
    }

    @Produces
    @Singleton
    Outbox outbox() {
        return new Outbox(() -> {
            Loop running = loop;
            if (running != null) {
                running.wake();
            }
        });
    }

    /** Down while the first record that waits stays the same: something takes none. */
    @Produces
    @Singleton
    @Readiness
    HealthCheck ready() {
        return new DependencyCheck(
                "outbox", () -> DependencyCheck.Answer.unless(watch.findStandstill()));
    }

    /** The first record of a batch stays until all of it is acknowledged, or given up. */
    static Duration patience(Duration standstill, Duration deliveryTimeout) {
        Duration batches = deliveryTimeout.multipliedBy(2);
        return standstill.compareTo(batches) > 0 ? standstill : batches;
    }

    private Duration look() {
        watch.look();
        return LOOK_EVERY;
    }

    private Duration turn() throws InterruptedException {
        return switch (relay.pass()) {
            case Relay.Pass.Idle() -> pollEvery;
            case Relay.Pass.Published(int records) -> {
                published.increment(records);
                yield Duration.ZERO;
            }
            case Relay.Pass.Stuck(int records, int _) -> {
                published.increment(records);
                // What failed at once would fail at once again.
                Thread.sleep(pollEvery);
                yield Duration.ZERO;
            }
        };
    }
}
