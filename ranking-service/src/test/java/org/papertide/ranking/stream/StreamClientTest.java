package org.papertide.ranking.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.papertide.platform.dependency.Dependency;
import org.papertide.ranking.bytes.UnreadableBytesException;
import org.papertide.testing.Ports;

/** What a client does when a thread of it dies; only the last tests start one, without a broker. */
class StreamClientTest {

    private final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger topologies = new AtomicInteger();
    private final Dependency kafka = new Dependency("kafka", () -> {}, () -> {});
    private final StreamClient client =
            new StreamClient(
                    kafka,
                    settings(),
                    Duration.ofSeconds(30),
                    Topology::new,
                    () -> {},
                    lost::incrementAndGet);

    private static Properties settings() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "ranking");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, "somewhere");
        return settings;
    }

    private @Nullable Object applicationId() {
        return client.settings().get(StreamsConfig.APPLICATION_ID_CONFIG);
    }

    private static Throwable unreadable() {
        return new StreamsException("a task", new UnreadableBytesException("format 9"));
    }

    @AfterEach
    void close() {
        client.close();
        kafka.close();
    }

    @Test
    void isBehindWhileMuchWaitsForItsTasks() {
        assertThat(client.isBehind()).isFalse();
        client.progress().note("task 0_0", 0, 6_000);
        client.progress().note("task 0_1", 0, 4_000);
        assertThat(client.isBehind()).isFalse();
        client.progress().note("task 0_1", 0, 4_001);
        assertThat(client.isBehind()).isTrue();
    }

    @Test
    void replacesAThreadThatDied() {
        assertThat(client.lost(new IllegalStateException("a bug")))
                .isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        assertThat(applicationId()).isEqualTo("ranking");
        assertThat(lost).hasValue(1);
    }

    @Test
    void restartsWhenATopicIsMissing() {
        assertThat(client.lost(new StreamsException(new MissingSourceTopicException("gone"))))
                .isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
        assertThat(applicationId()).isEqualTo("ranking");
    }

    @Test
    void rebuildsBesideStateThatItCannotRead() {
        assertThat(client.lost(unreadable()))
                .isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
        assertThat(applicationId()).isEqualTo("ranking-rebuilt-1");
        assertThat(client.settings().get(StreamsConfig.STATE_DIR_CONFIG)).isEqualTo("somewhere");
    }

    @Test
    void rebuildsOnce() {
        client.lost(unreadable());
        assertThat(client.lost(unreadable()))
                .isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
        assertThat(applicationId()).isEqualTo("ranking-rebuilt-1");
    }

    @Test
    void namesWhatIsMissingBeforeItRuns() {
        assertThat(client.state()).isInstanceOf(Dependency.State.Missing.class);
        assertThat(client.findStreams()).isEmpty();
        assertThatThrownBy(() -> client.store("papers"))
                .isInstanceOf(InvalidStateStoreException.class);
    }

    /** As when the brokers' names lead nowhere while it is replaced. */
    @Test
    void restartsWhenAThreadWasNotReplaced(@TempDir Path state) {
        try (Dependency present = new Dependency("kafka", () -> {}, () -> {});
                StreamClient started = withoutBroker(present, state)) {
            KafkaStreams first = startedStreams(started);

            assertThat(first.removeStreamThread()).isPresent();

            await().atMost(Duration.ofMinutes(1))
                    .until(() -> {
                        assertThatThrownBy(() -> started.store("papers"))
                                .isInstanceOf(InvalidStateStoreException.class);
                        return started.findStreams()
                                .filter(now -> !now.equals(first))
                                .filter(now -> now.metadataForLocalThreads().size() == 2)
                                .isPresent();
                    });
        }
    }

    @Test
    void endsTheStreamAndStartsNoOtherOne(@TempDir Path state) {
        try (Dependency present = new Dependency("kafka", () -> {}, () -> {})) {
            StreamClient started = withoutBroker(present, state);
            KafkaStreams only = startedStreams(started);

            started.close();

            await().atMost(Duration.ofMinutes(1))
                    .until(() -> only.state() == KafkaStreams.State.NOT_RUNNING);
            assertThat(started.findStreams()).isEmpty();
            assertThat(started.state()).isInstanceOf(Dependency.State.Missing.class);
            assertThat(topologies).hasValue(1);
        }
    }

    /** Two threads that look for a broker where there is none. */
    private StreamClient withoutBroker(Dependency present, Path state) {
        Properties settings = settings();
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + Ports.free());
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        return new StreamClient(
                present,
                settings,
                Duration.ofSeconds(30),
                () -> {
                    topologies.incrementAndGet();
                    Topology topology = new Topology();
                    topology.addSource("source", "topic");
                    return topology;
                },
                () -> {},
                () -> {});
    }

    private static KafkaStreams startedStreams(StreamClient client) {
        client.start();
        KafkaStreams first = await().until(client::findStreams, Optional::isPresent).orElseThrow();
        await().until(() -> first.metadataForLocalThreads().size() == 2);
        return first;
    }
}
