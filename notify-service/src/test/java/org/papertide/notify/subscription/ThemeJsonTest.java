package org.papertide.notify.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.notify.interest.CalibratedTheme;
import org.papertide.notify.interest.CalibratedTheme.Direction;

class ThemeJsonTest {

    @Test
    void readsWhatItWrote() {
        CalibratedTheme theme =
                new CalibratedTheme(
                        "m/1",
                        List.of(
                                new Direction(
                                        "\"why\" \u03b1",
                                        null,
                                        new float[] {0.6f, -0.8f},
                                        0.1,
                                        0.2),
                                new Direction("A paper", "doi:10.1/x", new float[] {1, 0}, 0, 1)
                                        .withFloor(0.2)),
                        List.of(new Direction("surveys", null, new float[] {0, 1}, -0.1, 0.3)),
                        2.5);

        assertThat(ThemeJson.read(ThemeJson.write(theme)))
                .get()
                .usingRecursiveComparison()
                .isEqualTo(theme);
    }

    /** A release before or after this one may write it in another way. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "words",
                "{}",
                "[]",
                "{\"model\": \"m/1\", \"wanted\": [{}], \"unwanted\": [], \"bar\": 1}",
                "{\"model\": \"m/1\", \"wanted\": [null], \"unwanted\": [], \"bar\": 1}"
            })
    void readsNothingThatItDidNotWrite(String body) {
        assertThat(ThemeJson.read(body)).isEmpty();
    }
}
