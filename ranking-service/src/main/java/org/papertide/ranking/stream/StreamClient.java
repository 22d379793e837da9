package org.papertide.ranking.stream;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Topic;
import org.papertide.events.Topics;

/**
 * Keeps the stream running for as long as the process does: waits for Kafka, sees to the topics,
 * replaces threads that die, and starts anew what cannot go on.
 */
public final class StreamClient implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(StreamClient.class);

    private static final List<Topic> TOPICS =
            List.of(
                    Topic.PAPERS,
                    Topic.SIGNALS,
                    Topic.TICKS,
                    Topic.PRIORS,
                    Topic.SCORES,
                    Topic.RANKINGS,
                    Topic.PAST_RANKINGS,
                    Topic.BREAKOUTS,
                    Topic.PAPERS_DLQ,
                    Topic.SIGNALS_DLQ,
                    Topic.TICKS_DLQ,
                    Topic.PRIORS_DLQ);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration STOPPING = Duration.ofSeconds(10);
    private static final int ASK_MILLIS = 5_000;

    private final Topics topics;
    private final Properties settings;
    private final Supplier<Topology> topology;
    private final Runnable topicsReady;
    private final Runnable threadLost;
    private final Thread keeper =
            Thread.ofPlatform().daemon().name("stream-keeper").unstarted(this::keep);

    private volatile boolean closed;
    private volatile @Nullable KafkaStreams streams;
    private volatile @Nullable String missing = "Kafka: not asked yet";

    /**
     * A client that is not started.
     *
     * @param settings of Kafka Streams
     * @param topology built anew for each start
     * @param topicsReady called when the topics are known to be there
     * @param threadLost called when a thread of the stream died and is replaced
     */
    public StreamClient(
            Topics topics,
            Properties settings,
            Supplier<Topology> topology,
            Runnable topicsReady,
            Runnable threadLost) {
        this.topics = topics;
        this.settings = settings;
        this.topology = topology;
        this.topicsReady = topicsReady;
        this.threadLost = threadLost;
    }

    /** Starts to keep the stream running, and returns at once. */
    public void start() {
        keeper.start();
    }

    /** What is missing for the stream to run, or nothing if it runs. */
    public Optional<String> findMissing() {
        String reason = missing;
        if (reason != null) {
            return Optional.of(reason);
        }
        KafkaStreams client = streams;
        if (client == null) {
            return Optional.of("stream: starting");
        }
        KafkaStreams.State state = client.state();
        return state == KafkaStreams.State.RUNNING
                ? Optional.empty()
                : Optional.of("stream: " + state);
    }

    /** The stream, if it has been started; its stores may not be there yet. */
    public Optional<KafkaStreams> findStreams() {
        return Optional.ofNullable(streams);
    }

    /**
     * A store of the stream by its name.
     *
     * @throws InvalidStateStoreException if the stream or the store is not there yet
     */
    public ReadOnlyKeyValueStore<String, byte[]> store(String name) {
        KafkaStreams client =
                findStreams()
                        .orElseThrow(() ->
                                new InvalidStateStoreException(
                                        findMissing().orElse("stream: starting")));
        return client.store(
                StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.keyValueStore()));
    }

    private void keep() {
        while (!closed) {
            try {
                seeToTopics();
                missing = null;
                topicsReady.run();
                run();
            } catch (InterruptedException e) {
                return;
            } catch (KafkaException | IllegalStateException e) {
                tell("Kafka: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
                LOG.debug("The stream cannot run", e);
            }
            pause();
        }
    }

    private void tell(String reason) {
        if (!reason.equals(missing)) {
            LOG.warnf("The stream waits. missing=\"%s\"", reason);
        }
        missing = reason;
    }

    private void seeToTopics() throws InterruptedException {
        Properties asking = new Properties();
        asking.put(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                settings.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
        asking.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ASK_MILLIS);
        asking.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ASK_MILLIS / 2);
        asking.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000);
        try (Admin admin = Admin.create(asking)) {
            topics.createOrVerify(admin, TOPICS);
        }
    }

    /** Runs the stream until it cannot go on. */
    private void run() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        try (KafkaStreams client = new KafkaStreams(topology.get(), settings)) {
            client.setStateListener((state, before) -> {
                LOG.infof("Stream: %s, was %s", state, before);
                if (state == KafkaStreams.State.ERROR || state == KafkaStreams.State.NOT_RUNNING) {
                    ended.countDown();
                }
            });
            client.setUncaughtExceptionHandler(this::lost);
            streams = client;
            client.start();
            ended.await();
            LOG.warn("The stream has ended: it is started anew");
        } finally {
            stop();
        }
    }

    private StreamThreadExceptionResponse lost(Throwable failure) {
        threadLost.run();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MissingSourceTopicException) {
                LOG.warn("A topic is gone: the stream is started anew", failure);
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
        }
        LOG.error("A thread of the stream died and is replaced", failure);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private void stop() {
        KafkaStreams client = streams;
        streams = null;
        if (client != null) {
            client.close(STOPPING);
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops the stream, what is done committed; waits for at most ten seconds. */
    @Override
    public void close() {
        closed = true;
        stop();
        keeper.interrupt();
        try {
            keeper.join(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
