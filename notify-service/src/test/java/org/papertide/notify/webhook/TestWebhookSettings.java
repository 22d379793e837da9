package org.papertide.notify.webhook;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Settings as they are by default, but that receivers are on this machine. */
public record TestWebhookSettings(boolean open, int perOwner) implements WebhookSettings {

    @Override
    public Optional<List<String>> allowedNetworks() {
        return Optional.of(List.of("127.0.0.0/8"));
    }

    @Override
    public boolean plainHttp() {
        return true;
    }

    @Override
    public Duration timeout() {
        return Duration.ofSeconds(20);
    }

    @Override
    public int connections() {
        return 500;
    }

    @Override
    public int connectionsPerReceiver() {
        return 32;
    }

    @Override
    public List<Duration> retries() {
        return Stream.of("PT5S", "PT5M", "PT30M", "PT2H", "PT5H", "PT10H")
                .map(Duration::parse)
                .toList();
    }

    @Override
    public Duration endAfter() {
        return Duration.ofDays(5);
    }

    @Override
    public Duration rotation() {
        return Duration.ofDays(1);
    }

    @Override
    public Map<String, Path> templates() {
        return Map.of();
    }
}
