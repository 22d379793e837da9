package org.papertide.ranking.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
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
