package org.papertide.ranking.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.papertide.platform.dependency.Dependency;
import org.papertide.ranking.bytes.UnreadableBytesException;

/** What a client does when a thread of it dies; it is never started here. */
class StreamClientTest {

    private final AtomicInteger lost = new AtomicInteger();
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
}
