package org.papertide.notify.returned.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.notify.returned.mailbox.Tries.Next;

class TriesTest {

    private static final long UID = 7;

    private long nanos = Long.MAX_VALUE - 1_000;
    private final Tries tries = new Tries(Tries.PAUSES, () -> nanos);

    /** However often it is looked at. */
    @ParameterizedTest
    @ValueSource(longs = {1, 60, 300, 3_600})
    void movesNoMailAsideWithinAnHour(long seconds) {
        long begin = nanos;
        int reads = 0;
        Next next = tries.begin(UID);
        while (next != Next.MOVE_ASIDE) {
            reads += next == Next.READ ? 1 : 0;
            nanos += Duration.ofSeconds(seconds).toNanos();
            next = tries.begin(UID);
        }
        assertThat(reads).isEqualTo(Tries.READS);
        assertThat(Duration.ofNanos(nanos - begin)).isGreaterThan(Duration.ofHours(1));
    }

    @Test
    void leavesAMailThatCannotBeMovedEither() {
        for (int i = 0; i < Tries.READS + Tries.MOVES; i++) {
            assertThat(tries.begin(UID)).isNotEqualTo(Next.LEAVE);
            nanos += Tries.PAUSES.longest().toNanos();
        }
        nanos += Duration.ofDays(1).toNanos();
        assertThat(tries.begin(UID)).isEqualTo(Next.LEAVE);
    }

    @Test
    void triesAtOnceAMailThatWasNotToBlame() {
        assertThat(tries.begin(UID)).isEqualTo(Next.READ);
        assertThat(tries.begin(UID)).isEqualTo(Next.LEAVE);
        tries.forget(UID);
        assertThat(tries.begin(UID)).isEqualTo(Next.READ);
    }

    @Test
    void knowsNoMailOfAFolderThatWasMadeAnew() {
        tries.in(1);
        assertThat(tries.begin(UID)).isEqualTo(Next.READ);
        tries.in(2);
        assertThat(tries.begin(UID)).isEqualTo(Next.READ);
    }
}
