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
import org.apache.kafka.streams.StreamsConfig;
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
import org.papertide.ranking.bytes.UnreadableBytesException;
import org.papertide.ranking.topology.RankingTopology;

/**
 * Keeps the stream running for as long as the process does: waits for Kafka, creates or verifies
 * the topics, replaces threads that die, and restarts the client where that does not help.
 *
 * <p>State that no format of this release fits (a later release wrote it, or it is damaged) is left
 * as it is, and the stream is rebuilt from its input topics beside it, under another application
 * id. So a release always comes up, whatever ran before it, and the release that wrote the state
 * finds it again. Replicas need not agree on it: each that meets such state moves over. Rejected:
 * resetting the application in place, for which every replica has to be stopped; replacing the
 * thread, which fails again at the same record for ever.
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

    /** After state that this release itself has rebuilt turned out to be unreadable. */
    private static final Duration LONG_PAUSE = Duration.ofMinutes(1);

    private static final String REBUILT = "-rebuilt-" + RankingTopology.STATE_GENERATION;

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
    private volatile State state = State.KEPT;

    /** Which state the stream goes on from. */
    private enum State {
        /** That of the application id of the settings. */
        KEPT,
        /** That which was rebuilt beside it, for it could not be read. */
        REBUILT,
        /** Neither can be read. */
        UNREADABLE
    }

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
        KafkaStreams.State now = client.state();
        return now == KafkaStreams.State.RUNNING ? Optional.empty() : Optional.of("stream: " + now);
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
                ensureTopics();
                missing = null;
                topicsReady.run();
                run();
                if (state == State.UNREADABLE) {
                    missing = "stream: its state cannot be read, see the log";
                    pause(LONG_PAUSE);
                }
            } catch (InterruptedException e) {
                return;
            } catch (KafkaException | IllegalStateException e) {
                note("Kafka: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
                LOG.debug("The stream cannot run.", e);
            }
            pause(PAUSE);
        }
    }

    private void note(String reason) {
        if (!reason.equals(missing)) {
            LOG.warnf("The stream waits. error=\"%s\"", reason);
        }
        missing = reason;
    }

    private void ensureTopics() throws InterruptedException {
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
        try (KafkaStreams client = new KafkaStreams(topology.get(), settings())) {
            client.setStateListener((next, before) -> {
                LOG.infof("The stream changed its state. state=%s before=%s", next, before);
                if (next == KafkaStreams.State.ERROR || next == KafkaStreams.State.NOT_RUNNING) {
                    ended.countDown();
                }
            });
            client.setUncaughtExceptionHandler(this::lost);
            streams = client;
            client.start();
            ended.await();
            LOG.warn("The stream has ended; it restarts.");
        } finally {
            stop();
        }
    }

    /** The settings of the next run. */
    Properties settings() {
        if (state == State.KEPT) {
            return settings;
        }
        Properties beside = new Properties();
        beside.putAll(settings);
        beside.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId() + REBUILT);
        return beside;
    }

    private String applicationId() {
        return settings.getProperty(StreamsConfig.APPLICATION_ID_CONFIG);
    }

    /** What becomes of the client after one of its threads died. */
    StreamThreadExceptionResponse lost(Throwable failure) {
        threadLost.run();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MissingSourceTopicException) {
                LOG.warn("A topic is missing; the stream restarts.", failure);
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
            if (cause instanceof UnreadableBytesException) {
                unreadable(failure);
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
        }
        LOG.error("A thread of the stream died and is replaced.", failure);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private void unreadable(Throwable failure) {
        if (state == State.KEPT) {
            state = State.REBUILT;
            LOG.errorf(
                    failure,
                    "State is in no format that this release knows; it is left as it is and rebuilt"
                            + " from the input topics. state=%s",
                    applicationId() + REBUILT);
        } else {
            state = State.UNREADABLE;
            LOG.errorf(
                    failure,
                    "Rebuilt state cannot be read either; the stream restarts. pause=%s",
                    LONG_PAUSE);
        }
    }

    private void stop() {
        KafkaStreams client = streams;
        streams = null;
        if (client != null) {
            client.close(STOPPING);
        }
    }

    private static void pause(Duration pause) {
        try {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops the stream, what is done committed; waits for at most ten seconds. */
    @Override
    public void close() {
        closed = true;
        stop();
        if (!keeper.isAlive()) {
            return;
        }
        keeper.interrupt();
        try {
            keeper.join(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
