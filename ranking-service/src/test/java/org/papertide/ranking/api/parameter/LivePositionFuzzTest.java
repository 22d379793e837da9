package org.papertide.ranking.api.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.testing.fuzz.Fuzz;

class LivePositionFuzzTest {

    static List<byte[]> samples() {
        return Fuzz.texts("b=12,34;s=5,6", "s=0", "b=999999999999999999");
    }

    @Test
    void anyTextIsNoPositionOrOneThatIsReadAgain() {
        Fuzz.text(samples(), LivePositionFuzzTest::check);
    }

    @MethodSource("samples")
    @FuzzTest
    void fuzz(byte[] input) {
        Fuzz.checkText(input, LivePositionFuzzTest::check);
    }

    private static void check(String input) {
        LivePosition.parse(input)
                .map(LivePosition::toString)
                .ifPresent(text ->
                        assertThat(LivePosition.parse(text).map(LivePosition::toString))
                                .hasValue(text));
    }
}
