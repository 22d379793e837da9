package org.papertide.ranking.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.papertide.testing.Growth;

class TrendModelGrowthTest {

    /** As many as a model that is pushed may have. */
    private static final int NAMES = 512 * 1024 / 24;

    @Test
    void readsNamesOfOneHashInTimeInProportionToTheirNumber() {
        Growth.assertLinear(
                NAMES,
                count ->
                        IntStream.range(0, count)
                                .mapToObj(TrendModelGrowthTest::colliding)
                                .collect(Collectors.joining(",", "{", "")),
                json ->
                        assertThatThrownBy(() -> TrendModel.parse(json))
                                .isInstanceOf(UnreadableModelException.class));
    }

    private static String colliding(int number) {
        return IntStream.range(0, 16)
                .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
                .collect(Collectors.joining("", "\"", "\":0"));
    }
}
