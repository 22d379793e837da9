package org.papertide.ranking.search;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.lucene.store.AlreadyClosedException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Topics;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.dependency.DependencyCheck;
import org.papertide.platform.dependency.DependencyCheck.Answer;
import org.papertide.platform.loop.Loop;
import org.papertide.platform.loop.StreamMeters;
import org.papertide.platform.loop.UnavailableException;
import org.papertide.platform.settings.ClockSettings;
import org.papertide.platform.settings.KafkaClients;
import org.papertide.ranking.meaning.Embedder;
import org.papertide.ranking.meaning.TextModels;

/** Runs the index of this replica with the service. */
@Singleton
public class SearchBeans {

    private static final Logger LOG = Logger.getLogger(SearchBeans.class);

    private static final Duration MEASURE = Duration.ofSeconds(15);
    private static final PaperIndex.Size EMPTY = new PaperIndex.Size(0, 0, 0);

    private final Dependency kafka;
    private final IndexFeed feed;
    private final TextModels models;
    private final QueryVectors vectors;

    /** Writing an index takes a processor for long; virtual threads would wait for theirs. */
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("search index").factory());

    private volatile PaperIndex.Size size = EMPTY;
    private volatile Unread unread = Unread.NONE;
    private @Nullable Loop filling;
    private @Nullable Loop measuring;

    SearchBeans(
            SearchSettings settings,
            TextModels models,
            KafkaClients clients,
            Topics topics,
            @Named("kafka") Dependency kafka,
            ClockSettings clock,
            MeterRegistry registry) {
        this.kafka = kafka;
        this.models = models;
        this.vectors = new MeaningVectors(models);
        this.feed =
                new IndexFeed(
                        topics,
                        clock.offset(),
                        () ->
                                new KafkaConsumer<>(
                                        consumer(clients),
                                        new ByteArrayDeserializer(),
                                        new ByteArrayDeserializer()),
                        new IndexDirectory(settings.directory(), settings.bufferMegabytes()),
                        this::runningFields,
                        settings.refresh(),
                        settings.commit());
        register(registry);
    }

    private void register(MeterRegistry registry) {
        Gauge.builder("papertide.search.papers", this, beans -> beans.size.papers())
                .description("Papers that can be found")
                .register(registry);
        Gauge.builder("papertide.search.vectors", this, beans -> beans.size.vectors())
                .description("Vectors in the index, of all models")
                .register(registry);
        Gauge.builder("papertide.search.index.size", this, beans -> beans.size.bytes())
                .baseUnit("bytes")
                .description("Size of the index on the disk")
                .register(registry);
        StreamMeters meters = new StreamMeters("search", registry);
        IndexFeed.INPUTS.forEach(topic -> meters.lag(topic.baseName(), () -> feed.left(topic)));
    }

    private Set<String> runningFields() {
        return models.all().stream()
                .map(each -> ModelVector.field(each.model().toString(), each.dimensions()))
                .collect(Collectors.toUnmodifiableSet());
    }

    static Map<String, Object> consumer(KafkaClients clients) {
        return clients.consumer("search", Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000));
    }

    void start(@Observes StartupEvent event) {
        filling = new Loop("search index", kafka.whenPresent(this::fill));
        measuring = Loop.every(MEASURE, "search index size", this::measure);
    }

    void stop(@Observes ShutdownEvent event) {
        if (measuring != null) {
            measuring.interrupt();
        }
        if (filling != null) {
            filling.close();
        }
        writer.execute(feed::close);
        writer.close();
    }

    private Duration fill() throws InterruptedException {
        try {
            return writer.submit(feed::turn).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private void measure() {
        feed.findIndex()
                .ifPresent(index -> {
                    try {
                        size = index.size();
                        for (Embedder embedder : models.all()) {
                            models.covers(embedder.model(), covered(index, embedder));
                        }
                        Embedder present = models.present().orElse(null);
                        unread =
                                present == null
                                        ? Unread.NONE
                                        : Unread.of(size.papers(), covered(index, present));
                    } catch (IOException e) {
                        feed.distrust(index, e);
                    } catch (AlreadyClosedException e) {
                        LOG.debug("The index is closed.", e);
                    }
                });
    }

    private static int covered(PaperIndex index, Embedder embedder) throws IOException {
        return index.covered(embedder.model().toString(), embedder.dimensions());
    }

    /** The papers whose meaning was not read yet when the index was last measured. */
    public Unread unread() {
        return unread;
    }

    /**
     * Whether papers can be found. It is never down: rankings do not wait for the index, and a load
     * balancer must not take the replica away for it.
     */
    @Produces
    @Readiness
    @Singleton
    HealthCheck searchState() {
        return new DependencyCheck("search", () -> Answer.of(feed.state()).alwaysUp());
    }

    /**
     * The papers as they can be found now.
     *
     * @throws UnavailableException while the index is not filled
     */
    public PaperSearch search() {
        return feed.findIndex()
                .map(index -> new PaperSearch(index, vectors))
                .orElseThrow(() -> new UnavailableException("Not ready yet: " + reason()));
    }

    private String reason() {
        return feed.state() instanceof Dependency.State.Missing(String reason)
                ? reason
                : "search: the index is being opened";
    }

    /** Tells of a failure to read an index, which is made anew if it is damaged. */
    public UnavailableException failed(PaperSearch search, IOException failure) {
        feed.distrust(search.index(), failure);
        return new UnavailableException(
                "Not ready yet: search: the index is opened again", failure);
    }
}
