package org.papertide.ranking.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994"
            })
    void readsEachFormOfHttp(String text) {
        assertThat(HttpDate.parse(text)).contains(Instant.parse("1994-11-06T08:49:37Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "0",
                "-1",
                "Sun, 06 Nov 1994",
                "Mon, 06 Nov 1994 08:49:37 GMT",
                "Sun, 31 Feb 1994 08:49:37 GMT",
                "1994-11-06T08:49:37Z",
                "Sun, 06 Nov 1994 25:49:37 GMT",
                "\u0000"
            })
    void ignoresWhatIsMalformed(String text) {
        assertThat(HttpDate.parse(text)).isEmpty();
        assertThat(HttpDate.parse(text + "x".repeat(100_000))).isEmpty();
    }

    @Test
    void ignoresAnAbsentHeader() {
        assertThat(HttpDate.parse(null)).isEmpty();
    }
}
