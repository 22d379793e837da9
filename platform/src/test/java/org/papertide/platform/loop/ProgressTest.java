package org.papertide.platform.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Progress progress = new Progress(Duration.ofSeconds(30), nanos::get);

    private void pass(int seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void standsStillWhoHasWorkAndDoesNone() {
        progress.note("reader", 5, 3);
        pass(20);
        progress.note("reader", 5, 4);
        pass(10);
        assertThat(progress.findStandstill()).isEmpty();
        pass(1);
        assertThat(progress.findStandstill())
                .contains(new Progress.Standstill("reader", 4, Duration.ofSeconds(31)));
        assertThat(progress.findStandstill())
                .hasToString("Optional[reader stands still for 31 s, 4 records wait]");
        assertThat(progress.standstillSeconds()).isEqualTo(31);
    }

    @Test
    void doesNotStandStillWhoWorksOrHasNothingToDo() {
        progress.note("slow", 1, 1_000);
        progress.note("idle", 7, 0);
        pass(25);
        progress.note("slow", 2, 1_001);
        pass(25);
        assertThat(progress.findStandstill()).isEmpty();
        assertThat(progress.standstillSeconds()).isZero();
    }

    @Test
    void saysWhatIsLeftForAll() {
        assertThat(progress.left()).isZero();
        progress.note("slow", 1, 1_000);
        progress.note("slow", 3, 998);
        progress.note("other", 0, 2);
        assertThat(progress.left()).isEqualTo(1_000);
        progress.keepOnly(Set.of("other"));
        assertThat(progress.left()).isEqualTo(2);
    }

    @Test
    void countsFromWhenTheWorkCame() {
        progress.note("reader", 5, 0);
        pass(100);
        progress.note("reader", 5, 1);
        pass(29);
        assertThat(progress.findStandstill()).isEmpty();
        pass(2);
        assertThat(progress.findStandstill()).isPresent();
        progress.note("reader", 6, 0);
        assertThat(progress.findStandstill()).isEmpty();
    }

    @Test
    void forgetsAWorkerThatHasGone() {
        progress.note("here", 1, 1);
        progress.note("moved", 1, 1);
        pass(40);
        progress.keepOnly(Set.of("moved"));
        assertThat(progress.findStandstill())
                .hasValueSatisfying(each -> assertThat(each.worker()).isEqualTo("moved"));
        progress.keepOnly(Set.of());
        assertThat(progress.findStandstill()).isEmpty();
    }
}
