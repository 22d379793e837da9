package org.papertide.ingest.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.papertide.events.PaperId;
import org.papertide.events.Signal;
import org.papertide.testing.Growth;

class SignalStoreTest {

    private static final PaperId PAPER = new PaperId("arxiv:2611.00001");
    private static final Instant SINCE = Instant.parse("2026-11-20T00:00:00Z");

    @Test
    void keepsWhatIsRecentAndTheLastOfEachSeries() {
        Signal superseded = signal("UPVOTES", "a", -3);
        Signal last = signal("UPVOTES", "b", -2);
        Signal old = signal("COMMENTS", "a", -2);
        Signal first = signal("UPVOTES", "a", 0);
        Signal second = signal("UPVOTES", "a", 1);

        assertThat(SignalStore.sinceOrLast(List.of(superseded, last, old, first, second), SINCE))
                .containsExactly(last, old, first, second);
    }

    @Test
    void takesTimeInProportionToTheSignals() {
        Growth.assertLinear(
                10_000,
                count -> {
                    List<Signal> old = new ArrayList<>();
                    for (int number = 0; number < count; number++) {
                        old.add(signal("METRIC_" + number, "a", -1));
                    }
                    return old;
                },
                old -> assertThat(SignalStore.sinceOrLast(old, SINCE)).hasSameSizeAs(old));
    }

    private static Signal signal(String metric, String source, int hours) {
        return new Signal(PAPER, metric, 1, SINCE.plusSeconds(3_600L * hours), source);
    }
}
