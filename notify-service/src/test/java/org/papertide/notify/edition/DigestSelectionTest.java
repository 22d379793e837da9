package org.papertide.notify.edition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
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

    private static List<String> numbers(List<Score> scores) {
        return scores.stream().map(s -> s.paper().title().substring("Paper ".length())).toList();
    }

    @Test
    void repeatsNoPaperAndKeepsTheLimit() {
        DigestSelection selection =
                DigestSelection.of(scores(1, 2, 3, 4, 5), scores(2, 1, 6, 3, 7), 5, _ -> true);
        assertThat(numbers(selection.rising())).containsExactly("1", "2", "3");
        assertThat(numbers(selection.top())).containsExactly("6", "7");
    }

    @Test
    void fillsUpWithWhatRisesWhereTheTopIsShort() {
        DigestSelection selection =
                DigestSelection.of(scores(1, 2, 3, 4, 5), scores(2, 1), 4, _ -> true);
        assertThat(numbers(selection.rising())).containsExactly("1", "2", "3", "4");
        assertThat(selection.top()).isEmpty();
    }

    @Test
    void showsOnlyWhatIsWanted() {
        DigestSelection selection =
                DigestSelection.of(
                        scores(1, 2, 3),
                        scores(4, 5),
                        2,
                        score -> score.paper().title().matches("Paper [35]"));
        assertThat(numbers(selection.rising())).containsExactly("3");
        assertThat(numbers(selection.top())).containsExactly("5");
        assertThat(DigestSelection.of(scores(1), scores(2), 3, _ -> false).isEmpty()).isTrue();
    }

    @Test
    void givesTheOneOfALimitOfOneToWhatRises() {
        DigestSelection selection = DigestSelection.of(scores(1), scores(2), 1, _ -> true);
        assertThat(selection.papers()).hasSize(1);
        assertThat(numbers(selection.rising())).containsExactly("1");
    }
}
