package org.papertide.platform.logging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.testing.Growth;

/** Here, since the module of what it measures cannot depend on {@link Growth}, which needs it. */
class KeysAsFieldsGrowthTest {

    /** Errors that are logged repeat what strangers sent. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                ". ",
                ". a",
                " a=b",
                ". a=b",
                "\" ",
                "\" a=",
                "\" a=\"",
                " a=\"b\"",
                ". a=\"",
                "\" aaaa"
            })
    void readsLinesInProportionToTheirLength(String part) {
        Growth.assertLinear(
                400_000 / part.length(),
                count -> "It failed. key=1 error=\"" + part.repeat(count) + "\" last=2",
                line -> assertThat(KeysAsFields.keys(line)).isNotNull());
        Growth.assertLinear(
                400_000 / part.length(),
                count -> "It failed" + part.repeat(count),
                line -> assertThat(KeysAsFields.keys(line)).isNotNull());
    }
}
