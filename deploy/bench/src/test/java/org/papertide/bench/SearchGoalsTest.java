package org.papertide.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SearchGoalsTest {

    private static final OptionalLong BARE = OptionalLong.of(300_000_000);

    @Test
    void missesNothingBelowEachLimit() {
        assertThat(missed(2.99, 1_023, 0.509, 549)).isEmpty();
    }

    @Test
    void missesEachFigureAtItsLimit() {
        assertThat(missed(3, 1_023, 0.509, 549)).singleElement().asString().contains("page");
        assertThat(missed(2.99, 1_024, 0.509, 549)).singleElement().asString().contains("index");
        assertThat(missed(2.99, 1_023, 0.51, 549)).singleElement().asString().contains("vectors");
        assertThat(missed(2.99, 1_023, 0.509, 550)).singleElement().asString().contains("memory");
    }

    @Test
    void missesWhatIsNotKnown() {
        assertThat(SearchGoals.judge(1, 1, 0.1, OptionalLong.empty(), BARE).missed())
                .containsExactly("memory: not known");
        assertThat(SearchGoals.judge(Double.NaN, 1, 0.1, BARE, BARE).missed()).hasSize(1);
    }

    private static List<String> missed(double page, double index, double processor, long memory) {
        return SearchGoals.judge(page, index, processor, OptionalLong.of(memory * 1_000_000), BARE)
                .missed();
    }
}
