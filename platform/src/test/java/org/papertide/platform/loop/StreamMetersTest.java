package org.papertide.platform.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StreamMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicLong nanos = new AtomicLong();
    private final Progress progress = new Progress(Duration.ofSeconds(30), nanos::get);

    private double value(String name, String topic) {
        return registry.get(name).tags("stream", "scores", "topic", topic).gauge().value();
    }

    @Test
    void askForWhatIsLeftOfEachTopicAtEachScrape() {
        AtomicLong left = new AtomicLong(3);
        new StreamMeters("scores", registry)
                .lag("papers.v1", left::get)
                .lag("signals.v1", () -> 7)
                .delay("papers.v1", () -> 1.5);
        assertThat(value("papertide.stream.lag", "papers.v1")).isEqualTo(3);
        left.set(4);
        assertThat(value("papertide.stream.lag", "papers.v1")).isEqualTo(4);
        assertThat(value("papertide.stream.lag", "signals.v1")).isEqualTo(7);
        assertThat(value("papertide.stream.delay", "papers.v1")).isEqualTo(1.5);
    }

    @Test
    void tellForHowLongItStandsStill() {
        new StreamMeters("scores", registry).standstill(progress);
        var gauge = registry.get("papertide.stream.standstill").tag("stream", "scores").gauge();
        progress.note("reader", 1, 5);
        assertThat(gauge.value()).isZero();
        nanos.set(Duration.ofSeconds(31).toNanos());
        progress.note("reader", 1, 5);
        assertThat(gauge.value()).isEqualTo(31);
    }
}
