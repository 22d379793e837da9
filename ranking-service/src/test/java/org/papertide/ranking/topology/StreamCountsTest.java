package org.papertide.ranking.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.papertide.events.Topic;

class StreamCountsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final StreamCounts counts = new StreamCounts(registry);

    private double deadLetters(Topic topic) {
        return registry.get("papertide.dead.letters")
                .tag("topic", topic.baseName())
                .counter()
                .count();
    }

    @Test
    void countsDeadLettersByTheirTopic() {
        counts.deadLetter(Topic.SIGNALS);
        counts.deadLetter(Topic.SIGNALS);
        counts.deadLetter(Topic.PAPERS);
        counts.deadLetter(Topic.SCORES);
        assertThat(deadLetters(Topic.SIGNALS)).isEqualTo(2);
        assertThat(deadLetters(Topic.PAPERS)).isEqualTo(1);
        assertThat(deadLetters(Topic.TICKS)).isZero();
        assertThat(deadLetters(Topic.PRIORS)).isZero();
    }

    @Test
    void namesEachCounter() {
        counts.signals.increment();
        counts.rankings.increment(2);
        assertThat(registry.get("papertide.ranking.signals").counter().count()).isEqualTo(1);
        assertThat(registry.get("papertide.ranking.rankings").counter().count()).isEqualTo(2);
        assertThat(registry.get("papertide.ranking.breakouts").counter().count()).isZero();
    }
}
