package org.papertide.notify.edition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.papertide.events.Score;
import org.papertide.notify.SampleEvents;
import org.papertide.notify.interest.Amount;
import org.papertide.notify.interest.CalibratedTheme;
import org.papertide.notify.interest.CalibratedTheme.Direction;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.PaperVectors;
import org.papertide.notify.interest.Theme;

class LeftOverPapersTest {

    private static final String MODEL = "m/1";
    private static final float[] TIDES = {1, 0};
    private static final float[] MOONS = {0, 1};

    /** Of the third it is not known what it is about. */
    private final LeftOverPapers papers =
            new LeftOverPapers(
                    Map.of(7L, Set.of(id(1), id(2), id(3))),
                    IntStream.rangeClosed(1, 3)
                            .mapToObj(LeftOverPapersTest::score)
                            .collect(
                                    Collectors.toMap(
                                            score -> score.paper().id().value(),
                                            Function.identity())),
                    LeftOverPapersTest::vectors);

    private static String id(int paper) {
        return SampleEvents.id(paper).value();
    }

    private static Score score(int number) {
        return SampleEvents.score(
                SampleEvents.paper(number, "Paper " + number), 10 - number, 1, Instant.EPOCH);
    }

    private static PaperVectors vectors(List<String> ids) {
        PaperVectors vectors = new PaperVectors(ids.size());
        vectors.put(ids.indexOf(id(1)), MODEL, TIDES);
        vectors.put(ids.indexOf(id(2)), MODEL, MOONS);
        return vectors;
    }

    private static Interest interest(Theme theme, @Nullable Double leastScore) {
        return new Interest(
                Frequency.INSTANT,
                ZoneOffset.UTC,
                8,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                leastScore,
                10,
                theme);
    }

    private static Theme about(String text, List<String> notAbout) {
        return new Theme(List.of(text), notAbout, List.of(), Amount.SOME);
    }

    private static CalibratedTheme calibrated(List<Direction> unwanted) {
        return new CalibratedTheme(
                MODEL, List.of(new Direction("tides", null, TIDES, 0, 1)), unwanted, 0.9);
    }

    private List<String> wanted(Interest interest, @Nullable CalibratedTheme theme) {
        return papers.wanted(7, interest, theme).stream()
                .map(each -> each.score().paper().id().value())
                .toList();
    }

    /** A reader may have asked for something else because of the flood. */
    @Test
    void letsTheThemeDecideOfPapersWithAVector() {
        assertThat(wanted(interest(about("tides", List.of()), null), calibrated(List.of())))
                .containsExactly(id(1), id(3));
        assertThat(
                        papers.wanted(
                                7,
                                interest(about("tides", List.of()), null),
                                calibrated(List.of())))
                .extracting(each -> each.met() == null)
                .containsExactly(false, true);
        Direction floods = new Direction("floods", null, TIDES, -1, 1);
        assertThat(
                        wanted(
                                interest(about("tides", List.of("floods")), null),
                                calibrated(List.of(floods))))
                .containsExactly(id(3));
    }

    @Test
    void losesNoneWhereNobodyCanTell() {
        assertThat(wanted(interest(about("tides", List.of()), null), null))
                .containsExactly(id(1), id(2), id(3));
    }

    /** The score that let a paper pass is not known any more. */
    @Test
    void doesNotAskTheLeastScoreAgain() {
        assertThat(wanted(interest(Theme.ANY, 1_000.0), null)).hasSize(3);
    }

    @Test
    void findsPapersThatTheReaderWasSentByAnyOfTheirNames() {
        List<RankedCandidates.Found> merged =
                RankedCandidates.Found.of(
                        List.of(
                                SampleEvents.score(
                                        SampleEvents.paper(9, "Paper 9", SampleEvents.id(1)),
                                        1,
                                        1,
                                        Instant.EPOCH)));

        assertThat(LeftOverPapers.unseen(merged, Set.of(id(1)))).isEmpty();
        assertThat(LeftOverPapers.unseen(merged, Set.of(id(2)))).hasSize(1);
    }

    @Test
    void hasNothingForOthers() {
        assertThat(papers.wanted(8, interest(Theme.ANY, null), null)).isEmpty();
    }
}
