package org.papertide.local.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.papertide.local.data.RefusedException;

class LaunchTest {

    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
    private static final Instant THEN = Instant.parse("2025-12-04T18:00:00Z");

    @TempDir private Path directory;

    @Test
    void keepsTheClockForTheNextRun() {
        Duration offset = Launch.clockOffset(Options.withClock(directory, THEN), CLOCK);

        assertThat(CLOCK.instant().plus(offset)).isEqualTo(THEN);
        assertThat(Launch.clockOffset(Options.of(directory), CLOCK)).isEqualTo(offset);
    }

    @Test
    void refusesAKeptClockThatIsNoDuration() {
        UpOptions options = Options.of(directory);
        options.data().write("clock-offset", "yesterday\n");

        assertThatThrownBy(() -> Launch.clockOffset(options, CLOCK))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("clock-offset does not hold a duration");
    }

    /** Kept, it would end the services at every start from then on. */
    @Test
    void refusesAClockThatTheServicesDoNotTake() {
        for (String far : new String[] {"9999-12-31T00:00:00Z", "1025-12-04T18:00:00Z"}) {
            UpOptions options = Options.withClock(directory, Instant.parse(far));

            assertThatThrownBy(() -> Launch.clockOffset(options, CLOCK))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining(far + " is more than 100 years from now");
            assertThat(Launch.clockOffset(Options.of(directory), CLOCK)).isZero();
        }
        UpOptions options = Options.of(directory);
        options.data().write("clock-offset", "PT9999999H\n");
        assertThatThrownBy(() -> Launch.clockOffset(options, CLOCK))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("clock-offset keeps is more than 100 years");
    }
}
