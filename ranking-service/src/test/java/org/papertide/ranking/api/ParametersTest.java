package org.papertide.ranking.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.papertide.ranking.api.Readers.NOW;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.ProblemException;

class ParametersTest {

    @ParameterizedTest
    @CsvSource({
        "2025-03-01, 2025-03-02T00:00:00Z",
        "2025-03-03, 2025-03-03T12:00:00Z",
        "2025-03-03T11:59:59Z, 2025-03-03T11:59:59Z",
        "2025-03-03T12:00:00+02:00, 2025-03-03T10:00:00Z",
        "1970-01-01, 1970-01-02T00:00:00Z"
    })
    void readsAnInstantOrTheEndOfADay(String text, Instant expected) {
        assertThat(Parameters.asOf(text, NOW)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "2025-02-30",
                "2025-03-04",
                "2025-03-03T12:00:01Z",
                "2090-01-01",
                "2090-01-01T00:00:00Z",
                "2025-03-03T12:00:00",
                "2025-03-03T12:00:00 02:00",
                "1",
                "+999999999-12-31T23:59:59Z",
                "-1"
            })
    void refusesWhatIsNoneOrInTheFuture(String text) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> Parameters.asOf(text, NOW))
                .satisfies(e ->
                        assertThat(e.problem().errors())
                                .extracting(Problem.FieldError::field)
                                .containsExactly("asOf"));
    }

    @Test
    void asksForThePresentWithoutOne() {
        assertThat(Parameters.asOf(null, NOW)).isNull();
        assertThat(Parameters.asOf("", NOW)).isNull();
    }
}
