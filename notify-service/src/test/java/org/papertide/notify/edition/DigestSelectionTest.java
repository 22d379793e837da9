package org.papertide.notify.edition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.papertide.events.Score;
import org.papertide.notify.SampleEvents;

class DigestSelectionTest {

    private static List<Score> scores(int... numbers) {
        return IntStream.of(numbers)
                .mapToObj(n ->
                        SampleEvents.score(
                                SampleEvents.paper(n, "Paper " + n), 1, 1, Instant.EPOCH))
                .toList();
    }

    private static DigestSelection select(
            List<Score> rising,
            List<Score> top,
            int limit,
            Predicate<String> passes,
            Predicate<String> isNew) {
        return DigestSelection.of(
                RankedCandidates.of(passing(rising, passes), passing(top, passes), List.of()),
                limit,
                paper -> isNew.test(paper.score().paper().title()));
    }

    private static List<RankedCandidates.Found> passing(
            List<Score> scores, Predicate<String> passes) {
        return RankedCandidates.Found.of(
                scores.stream().filter(score -> passes.test(score.paper().title())).toList());
    }

    private static DigestSelection select(List<Score> rising, List<Score> top, int limit) {
        return select(rising, top, limit, _ -> true, _ -> true);
    }

    /** Each as "rank: number". */
    private static List<String> ranks(List<RankedCandidates.Ranked> papers) {
        return papers.stream()
                .map(each ->
                        each.rank()
                                + ": "
                                + each.score().paper().title().substring("Paper ".length()))
                .toList();
    }

    @Test
    void repeatsNoPaperAndKeepsTheLimit() {
        DigestSelection selection = select(scores(1, 2, 3, 4, 5), scores(2, 1, 6, 3, 7), 5);
        assertThat(ranks(selection.rising())).containsExactly("1: 1", "2: 2", "3: 3");
        assertThat(ranks(selection.top())).containsExactly("3: 6", "5: 7");
    }

    @Test
    void keepsTheTrueRankOfEveryPaper() {
        DigestSelection selection =
                select(
                        scores(1, 2, 3, 4, 5, 6),
                        scores(6, 5, 4, 3, 2, 1),
                        4,
                        title -> !title.equals("Paper 1"),
                        title -> !title.equals("Paper 2") && !title.equals("Paper 6"));
        assertThat(ranks(selection.rising())).containsExactly("2: 3", "3: 4");
        assertThat(ranks(selection.top())).containsExactly("2: 5");
        assertThat(selection.rising().getFirst().otherRank()).isEqualTo(4);
        assertThat(selection.top().getFirst().otherRank()).isEqualTo(4);
    }

    @Test
    void tellsSelectionsApartWhoseRanksDiffer() {
        DigestSelection all = select(scores(1, 2), List.of(), 1);
        DigestSelection later =
                select(scores(2, 1), List.of(), 1, _ -> true, title -> title.equals("Paper 1"));
        assertThat(all.papers()).isEqualTo(later.papers());
        assertThat(all.key()).isNotEqualTo(later.key());
    }

    @Test
    void fillsUpWithWhatRisesWhereTheTopIsShort() {
        DigestSelection selection = select(scores(1, 2, 3, 4, 5), scores(2, 1), 4);
        assertThat(ranks(selection.rising())).containsExactly("1: 1", "2: 2", "3: 3", "4: 4");
        assertThat(selection.top()).isEmpty();
    }

    @Test
    void showsOnlyWhatPasses() {
        DigestSelection selection =
                select(
                        scores(1, 2, 3),
                        scores(4, 5),
                        2,
                        title -> title.matches("Paper [35]"),
                        _ -> true);
        assertThat(ranks(selection.rising())).containsExactly("1: 3");
        assertThat(ranks(selection.top())).containsExactly("1: 5");
        assertThat(select(scores(1), scores(2), 3, _ -> false, _ -> true).isEmpty()).isTrue();
    }

    /** What was read late has no second chance, but does not crowd out the day. */
    @Test
    void givesUpToHalfOfTheLimitToWhatWasReadLate() {
        RankedCandidates candidates =
                RankedCandidates.of(
                        passing(scores(1, 2, 3, 4), _ -> true),
                        passing(scores(5, 6), _ -> true),
                        passing(scores(7, 8, 9, 10), _ -> true));

        DigestSelection selection = DigestSelection.of(candidates, 5, each -> each.rank() > 1);

        assertThat(ranks(selection.late())).containsExactly("2: 8", "3: 9", "4: 10");
        assertThat(ranks(selection.rising())).containsExactly("2: 2");
        assertThat(ranks(selection.top())).containsExactly("2: 6");
        assertThat(selection.papers()).hasSize(5);
        assertThat(selection.key()).contains("=arxiv:2605.00008");
    }

    /** They have no part in the limit, and the ranks that they leave out elsewhere are theirs. */
    @Test
    void putsWhatIsLeftOverBeforeAllOthers() {
        RankedCandidates candidates =
                RankedCandidates.of(
                        passing(scores(1, 2, 3, 4), _ -> true),
                        passing(scores(5, 2, 6, 7), _ -> true),
                        passing(scores(8, 9), _ -> true));

        DigestSelection selection =
                DigestSelection.behind(
                        RankedCandidates.Found.of(scores(2, 8, 99)),
                        candidates,
                        4,
                        each -> each.rank() > 1);

        assertThat(ranks(selection.leftOver())).containsExactly("2: 2", "0: 8", "0: 99");
        assertThat(selection.leftOver().getFirst().otherRank()).isEqualTo(2);
        assertThat(ranks(selection.rising())).containsExactly("3: 3", "4: 4");
        assertThat(ranks(selection.top())).containsExactly("3: 6", "4: 7");
        assertThat(selection.papers().subList(0, 3))
                .containsExactly("arxiv:2605.00002", "arxiv:2605.00008", "arxiv:2605.00099");
        assertThat(selection.key()).contains("=arxiv:2605.00099");
    }

    /** In which list they would be is told of those that are too many, too. */
    @Test
    void keepsTheRanksOfThoseThatAreTooMany() {
        List<Score> leftOver =
                scores(IntStream.rangeClosed(1, DigestSelection.MOST_LEFT_OVER + 2).toArray());
        RankedCandidates candidates =
                RankedCandidates.of(
                        RankedCandidates.Found.of(
                                Stream.concat(leftOver.stream(), scores(99).stream()).toList()),
                        List.of(),
                        List.of());

        DigestSelection selection =
                DigestSelection.behind(
                        RankedCandidates.Found.of(leftOver), candidates, 4, _ -> true);

        assertThat(selection.leftOver()).hasSize(DigestSelection.MOST_LEFT_OVER);
        assertThat(ranks(selection.leftOut())).containsExactly("51: 51", "52: 52");
        assertThat(ranks(selection.rising())).containsExactly("53: 99");
        assertThat(selection.papers()).doesNotContain("arxiv:2605.00051");
    }

    /** The candidates of an edition were read before: two of them have become one meanwhile. */
    @Test
    void repeatsNoPaperThatHasAnotherNameNow() {
        Score merged =
                SampleEvents.score(
                        SampleEvents.paper(9, "Paper 9", SampleEvents.id(1)), 1, 1, Instant.EPOCH);

        DigestSelection selection =
                DigestSelection.behind(
                        RankedCandidates.Found.of(List.of(merged)),
                        RankedCandidates.of(
                                passing(scores(1, 2), _ -> true),
                                passing(scores(3, 1, 4), _ -> true),
                                passing(scores(1), _ -> true)),
                        4,
                        _ -> true);

        assertThat(selection.papers())
                .containsExactly(
                        "arxiv:2605.00009",
                        "arxiv:2605.00002",
                        "arxiv:2605.00003",
                        "arxiv:2605.00004");
        assertThat(selection.leftOver().getFirst().rank()).isEqualTo(1);
        assertThat(selection.leftOver().getFirst().otherRank()).isEqualTo(2);
        assertThat(selection.names(1)).containsExactly("arxiv:2605.00009", "arxiv:2605.00001");
    }

    @Test
    void givesTheOneOfALimitOfOneToWhatRises() {
        DigestSelection selection = select(scores(1), scores(2), 1);
        assertThat(selection.papers()).hasSize(1);
        assertThat(ranks(selection.rising())).containsExactly("1: 1");
    }
}
