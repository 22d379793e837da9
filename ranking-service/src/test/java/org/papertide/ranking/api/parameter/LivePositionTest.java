package org.papertide.ranking.api.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LivePositionTest {

    @ParameterizedTest
    @ValueSource(strings = {"b=0", "b=1,2,3;s=4,5,6", "s=999999999999999999"})
    void readsWhatItWrites(String id) {
        assertThat(LivePosition.parse(id)).hasToString("Optional[" + id + "]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x=1",
                "b=",
                "b=-1",
                "b=1;b=2",
                "b=1;",
                "b=1 ",
                "B=1",
                "b=1000000000000000000",
                "b=1\nx"
            })
    void refusesWhatIsNone(String id) {
        assertThat(LivePosition.parse(id)).isEmpty();
    }

    /** Anybody sends such a text; a thread of the service has a small stack. */
    @ParameterizedTest
    @ValueSource(strings = {"b=0%s", "b=0%s,", "b=0%s;s=1", "b=0%sx"})
    void readsTheLongestTextOnASmallStack(String pattern) throws InterruptedException {
        String text = pattern.formatted(",0".repeat(3_990));
        AtomicReference<Object> read = new AtomicReference<>();
        Thread thread =
                new Thread(null, () -> read.set(LivePosition.parse(text)), "small", 192 * 1024);
        thread.start();
        thread.join();

        assertThat(read.get())
                .isNotNull()
                .hasToString(
                        text.endsWith("0") || text.endsWith("1")
                                ? "Optional[" + text + "]"
                                : "Optional.empty");
    }

    @Test
    void takesFromAnotherWhatItDoesNotKnow() {
        LivePosition known = LivePosition.parse("b=7,8").orElseThrow();
        LivePosition now = LivePosition.parse("b=9,9,9;s=3,4,5").orElseThrow();

        assertThat(known.completed(EnumSet.allOf(LiveStream.class), now))
                .hasToString("b=7,8,0;s=3,4,5");
        assertThat(known.completed(Set.of(LiveStream.SCORES), now)).hasToString("s=3,4,5");
    }

    @Test
    void neverGoesBack() {
        LivePosition position = LivePosition.parse("b=7,8").orElseThrow();

        position.advanceTo(LivePosition.parse("b=5,10;s=1,1").orElseThrow());

        assertThat(position).hasToString("b=7,10");
    }
}
