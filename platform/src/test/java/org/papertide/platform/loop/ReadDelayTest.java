package org.papertide.platform.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ReadDelayTest {

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-05-04T08:00:00Z"));
    private final ReadDelay delay = new ReadDelay(now::get);

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    private void readOne(int partition, Duration age) {
        delay.read("papers", partition, now.get().minus(age).toEpochMilli());
    }

    @Test
    void isNothingWhileNothingWaits() {
        assertThat(delay.seconds("papers")).isZero();
        readOne(0, Duration.ofDays(1));
        delay.left("papers", 0, 0);
        pass(Duration.ofHours(1));
        assertThat(delay.seconds("papers")).isZero();
    }

    @Test
    void isTheAgeOfTheLastRecordReadWhileTheEndWasNeverReached() {
        delay.left("papers", 0, 5_000);
        pass(Duration.ofSeconds(2));
        assertThat(delay.seconds("papers")).as("nothing was read yet").isEqualTo(2);
        readOne(0, Duration.ofHours(1));
        assertThat(delay.seconds("papers")).isEqualTo(3_600);
        readOne(0, Duration.ofMinutes(1));
        assertThat(delay.seconds("papers")).isEqualTo(60);
    }

    @Test
    void isShortForTheFirstRecordAfterALongRest() {
        readOne(0, Duration.ofDays(1));
        delay.left("papers", 0, 0);
        pass(Duration.ofSeconds(2));
        delay.left("papers", 0, 1);
        assertThat(delay.seconds("papers")).isEqualTo(2);
    }

    @Test
    void isShortOfATopicThatAlwaysHasSomething() {
        delay.left("papers", 0, 0);
        for (int minute = 0; minute < 60; minute++) {
            pass(Duration.ofMinutes(1));
            readOne(0, Duration.ofSeconds(1));
            delay.left("papers", 0, 10);
        }
        assertThat(delay.seconds("papers")).isEqualTo(1);
    }

    @Test
    void growsWhileNothingIsRead() {
        delay.left("papers", 0, 0);
        readOne(0, Duration.ofSeconds(3));
        delay.left("papers", 0, 7);
        pass(Duration.ofMinutes(10));
        assertThat(delay.seconds("papers")).isEqualTo(600);
    }

    @Test
    void isThatOfTheSlowestPartitionOfTheTopic() {
        readOne(0, Duration.ofSeconds(5));
        readOne(1, Duration.ofSeconds(50));
        delay.read("scores", 0, now.get().minusSeconds(500).toEpochMilli());
        assertThat(delay.seconds("papers")).isEqualTo(50);
        delay.keepOnly(Set.of(new TopicPartition("papers", 0)));
        assertThat(delay.seconds("papers")).isEqualTo(5);
        assertThat(delay.seconds("scores")).isZero();
    }
}
