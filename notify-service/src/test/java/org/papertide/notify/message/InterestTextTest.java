package org.papertide.notify.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.events.PaperId;
import org.papertide.notify.interest.Amount;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.Theme;

class InterestTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.04 | 0.04",
                "0.1 | 0.1",
                "2.5 | 2.5",
                "5 | 5",
                "1.5 | 1.5",
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
        assertThat(InterestText.filters(interest, Map.of()))
                .containsExactly(
                        "Expected to gain at least " + told + " more upvotes within a day");
    }

    /** So that nobody reads one author as two, or an id as a title. */
    @Test
    void quotesWhatAReaderWroteAndNothingElse() {
        Interest interest =
                new Interest(
                        Frequency.DAILY,
                        ZoneOffset.UTC,
                        8,
                        List.of("cs.LG", "math"),
                        List.of("low tide", "a~b -- $c$"),
                        List.of("ebb"),
                        List.of("Jordan, Michael", "Ada"),
                        1.0,
                        10,
                        new Theme(
                                List.of(),
                                List.of(),
                                List.of(
                                        new PaperId("arxiv:2611.99353"),
                                        new PaperId("doi:10.1000/a"),
                                        new PaperId("title:" + "0".repeat(32))),
                                Amount.SOME));
        assertThat(InterestText.filters(interest, Map.of()))
                .startsWith(
                        "In any of the categories Machine Learning (cs.LG), Mathematics (math)",
                        "With any of the words “low tide”, “a~b -- $c$”",
                        "Without the words “ebb”",
                        "Written by any of “Jordan, Michael”, “Ada”",
                        "Expected to gain at least 1 more upvote within a day",
                        "Like any of the papers arXiv:2611.99353, doi:10.1000/a, or like a paper"
                                + " known by its title alone");
        assertThat(
                        InterestText.filters(
                                interest,
                                Map.of(
                                        new PaperId("doi:10.1000/a"),
                                        "Tides $n^2$",
                                        new PaperId("title:" + "0".repeat(32)),
                                        "Ebb")))
                .contains(
                        "Like any of the papers arXiv:2611.99353, “Tides n²” (doi:10.1000/a), “Ebb”");
    }

    @ParameterizedTest
    @CsvSource({
        "1, Like a paper known by its title alone",
        "2, Like any of 2 papers known by their titles alone"
    })
    void callsExamplesThatHaveNoNameWhatTheyAre(int papers, String told) {
        List<PaperId> like =
                IntStream.range(0, papers)
                        .mapToObj(number -> new PaperId("title:" + (number + "0".repeat(31))))
                        .toList();
        assertThat(
                        ThemeText.sentences(
                                new Theme(List.of(), List.of(), like, Amount.SOME), Map.of()))
                .startsWith(told);
    }
}
