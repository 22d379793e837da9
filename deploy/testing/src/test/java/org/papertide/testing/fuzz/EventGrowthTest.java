package org.papertide.testing.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.testing.Growth;

class EventGrowthTest {

    /** Fields that nobody knows are ignored, but their names are read. */
    @Test
    void takesTimeInProportionToCollidingNames() {
        Growth.assertLinear(
                8_192,
                EventGrowthTest::tickWithCollidingNames,
                value ->
                        assertThat(EventCodec.TICK.decode(value))
                                .isInstanceOf(Decoded.Event.class));
    }

    private static byte[] tickWithCollidingNames(int count) {
        StringBuilder value = new StringBuilder("{\"at\":\"2025-03-03T10:00:00Z\"");
        for (int i = 0; i < count; i++) {
            value.append(",\"");
            for (int bit = 0; bit < 16; bit++) {
                value.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            value.append("\":0");
        }
        return value.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }
}
