package org.papertide.ranking.api.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.papertide.ranking.api.readmodel.Readers.NOW;
import static org.papertide.ranking.api.readmodel.Readers.RISING_DAY;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.Order;
import org.papertide.events.PaperId;
import org.papertide.events.Window;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.ProblemException;
import org.papertide.testing.Growth;

class ParameterReaderTest {

    private final ParameterReader reader = new ParameterReader();

    private Problem problem() {
        ProblemException[] caught = new ProblemException[1];
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(reader::throwIfAnyIsBad)
                .satisfies(e -> caught[0] = e);
        return caught[0].problem();
    }

    @ParameterizedTest
    @CsvSource({
        "2025-03-01, 2025-03-02T00:00:00Z",
        "2025-03-03, 2025-03-03T12:00:00Z",
        "2025-03-03T11:59:59Z, 2025-03-03T11:59:59Z",
        "2025-03-03T12:00:00+02:00, 2025-03-03T10:00:00Z",
        "1970-01-01, 1970-01-02T00:00:00Z"
    })
    void readsAnInstantOrTheEndOfADay(String text, Instant expected) {
        assertThat(reader.asOf(text, NOW)).isEqualTo(expected);
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
    void refusesAnInstantThatIsMalformedOrInTheFuture(String text) {
        assertThat(reader.asOf(text, NOW)).isNull();
        assertThat(problem().errors())
                .singleElement()
                .satisfies(error -> assertThat(error.field()).isEqualTo("asOf"));
    }

    @Test
    void refusesAnArchiveWhereOneCategoryIsMeant() {
        reader.refuseArchive(null, _ -> Optional.of("cs.AI"));
        reader.refuseArchive("cs.LG", _ -> Optional.empty());
        assertThatNoException().isThrownBy(reader::throwIfAnyIsBad);

        reader.refuseArchive("cs", _ -> Optional.of("cs.AI"));
        assertThat(problem().errors())
                .containsExactly(
                        new Problem.FieldError(
                                "category",
                                "Please give one category of cs, such as cs.AI: there are no"
                                        + " rankings of archives."));
    }

    /** A client may add what it has again each time. */
    @Test
    void readsACategoryThatIsNamedAgainOnce() {
        List<String> names = new ArrayList<>(Collections.nCopies(50, "cs.LG,CS.lg"));
        names.add("cs.CV");
        assertThat(reader.categories(names)).containsExactly("cs.lg", "cs.cv");
        assertThat(reader.streams(List.of("scores,scores", "Scores", "breakouts"))).hasSize(2);
        assertThatNoException().isThrownBy(reader::throwIfAnyIsBad);
    }

    @Test
    void readsAbsentAndEmptyParametersAsTheirDefaults() {
        for (String absent : new String[] {null, ""}) {
            assertThat(reader.order(absent)).isEqualTo(Order.RISING);
            assertThat(reader.window(absent)).isEqualTo(Window.DAY);
            assertThat(reader.category(absent)).isNull();
            assertThat(reader.limit(absent, 7)).isEqualTo(7);
            assertThat(reader.asOf(absent, NOW)).isNull();
            assertThat(reader.cursor(absent, RISING_DAY, null)).isNotNull();
        }
        assertThatNoException().isThrownBy(reader::throwIfAnyIsBad);
    }

    @Test
    void namesEveryBadParameterAtOnce() {
        assertThat(reader.order("falling")).isEqualTo(Order.RISING);
        assertThat(reader.window("year")).isEqualTo(Window.DAY);
        assertThat(reader.category("<script>")).isNull();
        assertThat(reader.limit("201", 7)).isEqualTo(7);

        Problem problem = problem();

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.errors())
                .extracting(Problem.FieldError::field)
                .containsExactly("order", "window", "category", "limit");
        assertThat(problem.errors())
                .extracting(Problem.FieldError::detail)
                .containsExactly(
                        "Please give rising or top.",
                        "Please give day, week or month.",
                        "Please give a category such as cs.LG.",
                        "Please give a number from 1 to 200.");
        assertThat(problem.more()).containsEntry("parameter", "order");
    }

    /** Every question that takes an interval reads it so. */
    @ParameterizedTest
    @CsvSource({
        "2026-05-04, 2026-05-04, true",
        "2026-05-05, 2026-05-04, false",
        "2026-05-04T08:00:00Z, 2026-05-04T08:00:00Z, false",
        "2026-05-04T08:00:00Z, 2026-05-04T08:00:01Z, true",
        "2026-05-05T00:00:00Z, 2026-05-04, false",
        ", 2026-05-04, true",
        "2026-05-04, , true"
    })
    void refusesAnIntervalThatIsEmpty(String from, String until, boolean good) {
        new FilterParameters(null, from, until, null, null).filter(reader);
        if (good) {
            assertThatNoException().isThrownBy(reader::throwIfAnyIsBad);
        } else {
            assertThat(problem().detail()).isEqualTo("from: Please give a moment before until.");
        }
    }

    /** What an answer repeats can be asked again. */
    @Test
    void readsEveryDayThatCanBeWritten() {
        for (String day : List.of("0000-01-01", "2026-05-04", "9999-12-30", "9999-12-31")) {
            Instant until = reader.until("until", day);
            assertThat(until).isAfter(reader.from("from", day));
            assertThat(reader.until("until", String.valueOf(until))).isEqualTo(until);
        }
        assertThatNoException().isThrownBy(reader::throwIfAnyIsBad);
    }

    @Test
    void namesTheOnlyBadParameterInTheDetail() {
        assertThat(reader.limit("many", 7)).isEqualTo(7);

        assertThat(problem().detail()).isEqualTo("limit: Please give a number from 1 to 200.");
    }

    @Test
    void doesNotBlameACursorForAnotherParameter() {
        assertThat(reader.order("falling")).isEqualTo(Order.RISING);
        assertThat(reader.cursor("rubbish", RISING_DAY, null)).isNotNull();

        assertThat(problem().errors()).hasSize(1);
    }

    /** As search and subscriptions take them. */
    @ParameterizedTest
    @CsvSource({
        "arxiv:2409.01234, arxiv:2409.01234",
        "https://huggingface.co/papers/2409.01234, arxiv:2409.01234",
        "https://arxiv.org/abs/2409.01234v2, arxiv:2409.01234",
        "(arXiv:2409.01234)., arxiv:2409.01234",
        "doi:10.1000/182., doi:10.1000/182",
        "https://papertide.example.org/paper/doi:10.1000/182, doi:10.1000/182",
        "title:00112233445566778899aabbccddeeff, title:00112233445566778899aabbccddeeff"
    })
    void takesAPaperByWhateverNamesIt(String text, String id) {
        assertThat(reader.paperId(text, _ -> false)).contains(new PaperId(id));
    }

    @Test
    void takesAnIdentityAsItStandsWhereThatIsKnown() {
        PaperId dotted = new PaperId("doi:10.1000/a.");
        PaperId plain = new PaperId("doi:10.1000/a");
        assertThat(reader.paperId("doi:10.1000/a.", Set.of(dotted, plain)::contains))
                .contains(dotted);
        assertThat(reader.paperId("doi:10.1000/a.", Set.of(plain)::contains)).contains(plain);
        assertThat(reader.paperId("doi:10.1000/a.", _ -> false)).contains(plain);
        String page = "https://www.example.org/content/10.1101/2024.01.01.573v2.full";
        PaperId paper = new PaperId("doi:10.1101/2024.01.01.573");
        assertThat(reader.paperId(page, Set.of(paper)::contains)).contains(paper);
        assertThat(reader.paperId(page, _ -> false)).contains(paper);
    }

    /** A quadratic reader would need hours for this. */
    @ParameterizedTest
    @ValueSource(strings = {"a", " ", "1", "arxiv:", "10.", "2025-", "%", "\u0000", "\ud800", "AQ"})
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void refusesHugeTextsAtOnce(String part) {
        String huge = part.repeat(2_000_000);
        assertThat(reader.order(huge)).isEqualTo(Order.RISING);
        assertThat(reader.window(huge)).isEqualTo(Window.DAY);
        assertThat(reader.category(huge)).isNull();
        assertThat(reader.limit(huge, 7)).isEqualTo(7);
        assertThat(reader.asOf(huge, NOW)).isNull();
        assertThat(reader.format(huge)).isEmpty();
        assertThat(reader.paperId(huge, _ -> true)).isEmpty();
        assertThat(new ParameterReader().cursor(huge, RISING_DAY, null)).isNotNull();

        assertThat(problem().errors()).hasSize(7);
    }

    /** As long as the arguments of a tool may be: what is read of them must be measured first. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                ",",
                ", ",
                "cs.LG,",
                "cs.",
                "9",
                "9.",
                "2026-",
                "T",
                "\"",
                "author:",
                "10.1234/a",
                "/full",
                "arxiv:",
                "2605.01234v",
                "title:",
                "-",
                "\\'",
                "$",
                "\u6f6e",
                " ",
                "=",
                "b=1;"
            })
    void takesTimeInProportionToTheLengthOfAnyArgument(String piece) {
        Growth.assertLinear(
                32 * 1024,
                size -> piece.repeat(size / piece.length()),
                text -> {
                    ParameterReader each = new ParameterReader();
                    var _ = each.order(text);
                    var _ = each.window(text);
                    var _ = each.category(text);
                    var _ = each.categories(List.of(text));
                    var _ = each.streams(List.of(text));
                    var _ = each.minimumScore(text);
                    var _ = each.lastEvent(text);
                    var _ = each.limit(text, 1);
                    var _ = each.asOf(text, NOW);
                    var _ = each.query(text, true);
                    var _ = each.authors(List.of(text));
                    var _ = each.by(text);
                    var _ = each.sort(text, SearchSort.RELEVANCE);
                    var _ = each.until("until", text);
                    var _ = each.format(text);
                    var _ = each.paperId(text, _ -> true);
                    assertThatExceptionOfType(ProblemException.class)
                            .isThrownBy(each::throwIfAnyIsBad);
                });
        Growth.assertLinear(
                32 * 1024,
                size -> piece.repeat(size / piece.length()),
                text -> {
                    var _ = new ParameterReader().cursor(text, RISING_DAY, null);
                    var _ = new ParameterReader().cursor(text, "walk");
                });
    }
}
