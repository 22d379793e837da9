package org.papertide.notify.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;

class InterestTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.04 | 0.04",
                "0.1 | 0.1",
                "2.5 | 2.5",
                "5 | 5",
                "12000 | 12,000",
                "1234.5678 | 1234.5678",
                "1e-300 | 1.0E-300"
            })
    void tellsTheLimitThatWasAskedFor(double least, String told) {
        Interest interest =
                new Interest(
                        Frequency.DAILY,
                        ZoneOffset.UTC,
                        8,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        least,
                        10);
        assertThat(InterestText.filters(interest))
                .containsExactly(
                        "Expected to gain at least " + told + " more upvotes within a day");
    }
}
