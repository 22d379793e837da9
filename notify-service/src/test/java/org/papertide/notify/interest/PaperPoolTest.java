package org.papertide.notify.interest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.papertide.events.PaperSummary;
import org.papertide.notify.SampleEvents;
import org.papertide.testing.SamplePaper;

class PaperPoolTest {

    private static final List<String> WORDS =
            List.of(
                    "tides",
                    "Agents",
                    "poincaré",
                    "C++",
                    "large language",
                    "潮汐",
                    "$\\alpha$",
                    "sea");
    private static final List<String> CATEGORIES = List.of("cs.LG", "cs.CL", "math.AG", "physics");
    private static final List<String> NAMES =
            List.of("Lei Li", "L. Li", "Wei Li", "José Muñoz", "G\\\"odel, Kurt", "Anna", "A. B.");

    private final Random random = new Random(7);

    /** Whatever was asked before: each paper passes as its filter says alone. */
    @Test
    void letsPassWhatEachFilterLetsPass() {
        List<PaperSummary> papers = IntStream.range(0, 60).mapToObj(this::paper).toList();
        PaperPool pool = new PaperPool(papers);
        for (int i = 0; i < 2_000; i++) {
            Interest interest = interest();
            PaperFilter filter = new PaperFilter(interest);
            BitSet alone = new BitSet();
            for (int place = 0; place < papers.size(); place++) {
                alone.set(place, filter.passes(new SearchedPaper(papers.get(place)), place));
            }
            assertThat(pool.passing(interest, null, place -> place))
                    .as("%s", interest)
                    .isEqualTo(alone);
        }
    }

    @Test
    void letsNothingPassAThemeWhoseVectorsHaveNotCome() {
        PaperPool pool = new PaperPool(List.of(paper(0), paper(1)));
        Interest waiting =
                new Interest(
                        Frequency.DAILY,
                        ZoneOffset.UTC,
                        8,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        10,
                        new Theme(List.of("tides"), List.of(), List.of(), Amount.MANY));

        assertThat(pool.passing(waiting, null, _ -> 1).isEmpty()).isTrue();
    }

    /** Who names a paper as an example knows it, also by an older name. */
    @Test
    void letsPassNoPaperThatIsTheExample() {
        PaperVectors vectors = new PaperVectors(22);
        List<PaperSummary> papers = IntStream.range(0, 22).mapToObj(this::paper).toList();
        for (int place = 0; place < 22; place++) {
            vectors.put(place, "m/1", place < 2 ? new float[] {1, 0} : new float[] {0, 1});
        }
        Theme like = new Theme(List.of(), List.of(), List.of(papers.getFirst().id()), Amount.MANY);
        Interest interest =
                new Interest(
                        Frequency.DAILY,
                        ZoneOffset.UTC,
                        8,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        10,
                        like);
        CalibratedTheme theme =
                CalibratedTheme.of(
                        "m/1",
                        List.of(
                                new CalibratedTheme.Named(
                                        "A", like.like().getFirst().value(), new float[] {1, 0})),
                        List.of(),
                        Amount.MANY,
                        Objects.requireNonNull(vectors.by("m/1")),
                        new BitSet(),
                        10);

        assertThat(new PaperPool(papers, vectors).passing(interest, theme, _ -> 1).stream())
                .containsExactly(1);
    }

    private PaperSummary paper(int number) {
        return PaperSummary.of(
                SamplePaper.of(SampleEvents.id(number), Instant.EPOCH)
                        .title("On " + String.join(" ", some(WORDS, 3)))
                        .abstractText("We study " + String.join(", ", some(WORDS, 3)) + ".")
                        .authors(
                                Stream.concat(Stream.of("Nobody"), some(NAMES, 2).stream())
                                        .toList())
                        .categories(some(CATEGORIES, 2).toArray(String[]::new))
                        .build());
    }

    private Interest interest() {
        return new Interest(
                Frequency.DAILY,
                ZoneOffset.UTC,
                8,
                some(CATEGORIES, 2),
                some(WORDS, 2),
                some(WORDS, 1),
                some(NAMES, 2),
                random.nextInt(4) == 0 ? (double) random.nextInt(60) : null,
                10);
    }

    /** Up to so many of them, each once. */
    private List<String> some(List<String> all, int most) {
        List<String> some = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            String next = all.get(random.nextInt(all.size()));
            if (!some.contains(next)) {
                some.add(next);
            }
        }
        return some;
    }
}
