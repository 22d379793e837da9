package org.papertide.ranking.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.papertide.events.PaperSummary;
import org.papertide.platform.loop.ReadDelay;

/** The small rules of the stages: order, rounding, categories, time. */
class SmallPartsTest {

    @Test
    void theHigherValueComesFirstThenTheLaterListedThenTheLesserIdentity() {
        RankOrder first = new RankOrder(2, 1, "z");
        RankOrder second = new RankOrder(1, 5, "y");
        RankOrder third = new RankOrder(1, 4, "a");
        RankOrder fourth = new RankOrder(1, 4, "b");
        assertThat(List.of(fourth, second, third, first).stream().sorted())
                .containsExactly(first, second, third, fourth);
        assertThat(first.compareTo(new RankOrder(2, 1, "z"))).isZero();
    }

    @Test
    void sixDigitsArePublished() {
        assertThat(Rounding.significant(1.2345678)).isEqualTo(1.23457);
        assertThat(Rounding.significant(-1.2345678)).isEqualTo(-1.23457);
        assertThat(Rounding.significant(123_456.78)).isEqualTo(123_457);
        assertThat(Rounding.significant(1_234_567.8)).isEqualTo(1_234_570);
        assertThat(Rounding.significant(999_999.6)).isEqualTo(1_000_000);
        assertThat(Rounding.significant(0.000_012_345_678)).isEqualTo(0.000_012_345_7);
        assertThat(Rounding.significant(0.1)).isEqualTo(0.1);
    }

    @Test
    void sixDigitsArePublishedOfEveryMagnitude() {
        for (int exponent = -294; exponent <= 307; exponent++) {
            double value = 1.2345678 * Math.pow(10, exponent);
            double rounded = 1.23457 * Math.pow(10, exponent);
            assertThat(Rounding.significant(value)).isCloseTo(rounded, withinPercentage(1e-9));
            assertThat(Rounding.significant(-value)).isCloseTo(-rounded, withinPercentage(1e-9));
        }
        assertThat(Rounding.significant(Double.MAX_VALUE)).isEqualTo(1.79769e308);
    }

    @Test
    void whatCannotBeRoundedStays() {
        assertThat(Rounding.significant(0)).isZero();
        assertThat(Rounding.significant(Double.NaN)).isNaN();
        assertThat(Rounding.significant(Double.POSITIVE_INFINITY)).isInfinite();
        assertThat(Rounding.significant(1e-299)).isZero();
        assertThat(Rounding.significant(1e-290)).isEqualTo(1e-290, within(1e-300));
        assertThat(Rounding.significant(1.5e299)).isEqualTo(1.5e299, within(1e289));
        assertThat(Rounding.significant(1e307)).isEqualTo(1e307, within(1e297));
    }

    @Test
    void aPaperIsRankedAmongAllThenUnderItsPrimaryCategoryThenUnderTheOthers() {
        PaperSummary summary =
                PaperSummary.of(Samples.paper(1, Instant.EPOCH, "cs.LG", "cs.CL", "stat.ML"));
        assertThat(Categories.of(summary)).containsExactly("", "cs.LG", "cs.CL", "stat.ML");
        assertThat(Categories.of(PaperSummary.of(Samples.paper(1, Instant.EPOCH))))
                .containsExactly("");
    }

    @Test
    void theTimeOfARecordIsKafkasOrThatOfThePartition() {
        MachineTime time = new MachineTime(new ReadDelay());
        assertThat(time.extract(record(7), 100)).isEqualTo(7);
        assertThat(time.extract(record(0), 100)).isZero();
        assertThat(time.extract(record(-1), 100)).isEqualTo(100);
        assertThat(time.extract(record(-1), -1)).isZero();
    }

    private static ConsumerRecord<Object, Object> record(long timestamp) {
        return new ConsumerRecord<>(
                "topic",
                0,
                0,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                "key",
                "value",
                new RecordHeaders(),
                java.util.Optional.empty());
    }
}
