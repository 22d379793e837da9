package org.papertide.ranking.stream;

import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.loop.Backoff;
import org.papertide.platform.loop.Loop;
import org.papertide.platform.loop.Progress;
import org.papertide.ranking.bytes.UnreadableBytesException;
import org.papertide.ranking.topology.RankingTopology;

/**
 * Keeps the stream running as long as the process runs. It starts when Kafka and its topics are
 * present, replaces threads that die, and restarts the client if that does not help.
 *
 * <p>State in an unknown format (written by a later release, or damaged) is left alone. The stream
 * is rebuilt from its input topics under another application id. So a release always starts,
 * whatever ran before it, and the release that wrote the state finds it again. Replicas need no
 * agreement: each one that finds such state switches. Rejected: resetting the application in place,
 * since every replica has to be stopped for it; replacing the thread, which would fail at the same
 * record for ever.
 */
public final class StreamClient implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(StreamClient.class);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration STOPPING = Duration.ofSeconds(10);

    /**
     * Kafka Streams makes the clients of a new thread in the one that dies. If it cannot, as while
     * the brokers' names lead nowhere, there is no new thread: the client calls itself running, has
     * no lag because nothing is assigned to it, and does nothing. So threads are counted.
     */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** A thread that is replaced lacks for a moment. */
    private static final int LOOKS = 5;

    /** Records that wait for it: a second's work, or a little less. */
    private static final long BEHIND = 10_000;

    /** The pause after state that this release has rebuilt itself is unreadable. */
    private static final Duration LONG_PAUSE = Duration.ofMinutes(1);

    private static final String REBUILT = "-rebuilt-" + RankingTopology.STATE_GENERATION;

    private final Dependency kafka;
    private final Properties settings;
    private final Supplier<Topology> topology;
    private final Runnable topicsReady;
    private final Runnable threadLost;
    private final Progress progress;

    private volatile boolean closed;
    private volatile @Nullable Loop keeper;
    private volatile @Nullable KafkaStreams streams;
    private volatile @Nullable String failure;
    private volatile State state = State.KEPT;

    /** The state from which the stream continues. */
    private enum State {
        /** The state of the configured application id. */
        KEPT,
        /** The state that was rebuilt beside it, because it is unreadable. */
        REBUILT,
        /** Both are unreadable. */
        UNREADABLE
    }

    /**
     * A client that is not started.
     *
     * @param kafka waited for, and prepared again when a topic is missing
     * @param settings of Kafka Streams
     * @param standstill how long records may wait, while none is applied, until it stands still
     * @param topology built anew for each start
     * @param topicsReady called when the topics are known to be there
     * @param threadLost called when a thread of the stream died and is replaced
     */
    public StreamClient(
            Dependency kafka,
            Properties settings,
            Duration standstill,
            Supplier<Topology> topology,
            Runnable topicsReady,
            Runnable threadLost) {
        this.kafka = kafka;
        this.settings = settings;
        this.progress = new Progress(standstill);
        this.topology = topology;
        this.topicsReady = topicsReady;
        this.threadLost = threadLost;
    }

    /** Starts to keep the stream running, and returns at once. */
    public void start() {
        keeper = new Loop("stream", Backoff.constant(PAUSE), kafka.whenPresent(this::keep));
    }

    /** Whether the stream runs and does not stand still, and if not, what is missing. */
    public Dependency.State state() {
        if (kafka.state() instanceof Dependency.State.Missing(String reason)) {
            return new Dependency.State.Missing("kafka: " + reason);
        }
        KafkaStreams client = streams;
        if (client == null) {
            String reason = failure;
            return new Dependency.State.Missing(reason == null ? "stream: starting" : reason);
        }
        KafkaStreams.State now = client.state();
        if (now != KafkaStreams.State.RUNNING) {
            return new Dependency.State.Missing("stream: " + now);
        }
        return progress.findStandstill()
                .<Dependency.State>map(each -> new Dependency.State.Missing("stream: " + each))
                .orElseGet(Dependency.State.Present::new);
    }

    /** Whether its stores answer; once they are filled, they do so while Kafka is away. */
    public Dependency.State storesState() {
        KafkaStreams client = streams;
        return client != null && client.state() == KafkaStreams.State.RUNNING
                ? new Dependency.State.Present()
                : new Dependency.State.Missing("stream: its stores are not filled");
    }

    /** Whether its lag is so large that less urgent work should yield the processor. */
    public boolean isBehind() {
        return progress.left() > BEHIND;
    }

    /** What the stream has done and what is left, as whoever watches it reports. */
    Progress progress() {
        return progress;
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
                        .orElseThrow(() -> new InvalidStateStoreException(String.valueOf(state())));
        try {
            return client.store(
                    StoreQueryParameters.fromNameAndType(
                            name, QueryableStoreTypes.keyValueStore()));
        } catch (IllegalStateException e) {
            throw new InvalidStateStoreException("The stream restarts.", e);
        }
    }

    private Duration keep() throws InterruptedException {
        if (closed) {
            return PAUSE;
        }
        try {
            topicsReady.run();
            run();
            failure = null;
        } catch (KafkaException | IllegalStateException e) {
            failure = "stream: " + (e.getMessage() == null ? e.toString() : e.getMessage());
            throw e;
        }
        if (state == State.UNREADABLE) {
            failure = "stream: its state cannot be read, see the log";
            return LONG_PAUSE;
        }
        return PAUSE;
    }

    /** Runs the stream until it fails. */
    private void run() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        Properties run = settings();
        try {
            KafkaStreams client = new KafkaStreams(topology.get(), run);
            streams = client;
            StateDirectory.keepForOwner(run);
            client.setStateListener((next, before) -> {
                LOG.infof("The stream changed its state. state=%s before=%s", next, before);
                if (next == KafkaStreams.State.ERROR || next == KafkaStreams.State.NOT_RUNNING) {
                    ended.countDown();
                }
            });
            client.setUncaughtExceptionHandler(this::lost);
            int threads = client.metadataForLocalThreads().size();
            client.start();
            awaitEnd(client, threads, ended);
            if (!closed) {
                LOG.warn("The stream has ended; it restarts.");
            }
        } finally {
            stop();
        }
    }

    /**
     * Waits until the client ends, or has had too few threads for a while.
     *
     * @param threads that it was made with: none if all of its stores are global
     */
    private static void awaitEnd(KafkaStreams client, int threads, CountDownLatch ended)
            throws InterruptedException {
        int lacking = 0;
        while (!ended.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            int living = client.metadataForLocalThreads().size();
            lacking = living < threads ? lacking + 1 : 0;
            if (lacking == LOOKS) {
                LOG.warnf(
                        "Threads of the stream died and could not be replaced. count=%d",
                        threads - living);
                return;
            }
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

    /** Decides what the client does after one of its threads died. */
    StreamThreadExceptionResponse lost(Throwable death) {
        threadLost.run();
        for (Throwable cause = death; cause != null; cause = cause.getCause()) {
            if (cause instanceof MissingSourceTopicException) {
                LOG.warn("A topic is missing; the stream restarts.", death);
                kafka.prepareAgain("a topic is missing");
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
            if (cause instanceof UnreadableBytesException) {
                unreadable(death);
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
        }
        LOG.error("A thread of the stream died and is replaced.", death);
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

    /** Commits, and stops the stream. Waits for at most ten seconds. */
    @Override
    public void close() {
        closed = true;
        stop();
        Loop running = keeper;
        if (running != null) {
            running.close();
        }
    }
}
