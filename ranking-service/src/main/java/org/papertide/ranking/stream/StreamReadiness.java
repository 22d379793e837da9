package org.papertide.ranking.stream;

import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;
import org.papertide.ranking.KafkaSettings;

/**
 * Ready when the stream runs and Kafka answers; else names what is missing. Kafka is asked because
 * a stream whose brokers are away goes on saying that it runs.
 */
@Readiness
class StreamReadiness implements HealthCheck {

    /** A probe each second must not ask Kafka each second. */
    private static final Duration KEPT = Duration.ofMillis(1500);

    private static final int PATIENCE_MILLIS = 2_000;

    private final StreamClient client;
    private final KafkaSettings kafka;
    private @Nullable Admin admin;
    private long askedNanos;
    private boolean asked;
    private boolean answers;

    StreamReadiness(StreamClient client, KafkaSettings kafka) {
        this.client = client;
        this.kafka = kafka;
    }

    @Override
    public HealthCheckResponse call() {
        return client.findMissing()
                .or(this::findSilence)
                .map(reason ->
                        HealthCheckResponse.named("stream")
                                .down()
                                .withData("missing", reason)
                                .build())
                .orElseGet(() -> HealthCheckResponse.up("stream"));
    }

    @PreDestroy
    synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }

    private synchronized Optional<String> findSilence() {
        if (!asked || System.nanoTime() - askedNanos >= KEPT.toNanos()) {
            answers = ask();
            askedNanos = System.nanoTime();
            asked = true;
        }
        return answers ? Optional.empty() : Optional.of("Kafka: does not answer");
    }

    private boolean ask() {
        try {
            if (admin == null) {
                admin = Admin.create(settings());
            }
            admin.describeCluster(new DescribeClusterOptions().timeoutMs(PATIENCE_MILLIS))
                    .nodes()
                    .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (KafkaException | ExecutionException | TimeoutException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Map<String, Object> settings() {
        return Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.bootstrapServers(),
                AdminClientConfig.CLIENT_ID_CONFIG,
                "ranking-readiness",
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                1000);
    }
}
