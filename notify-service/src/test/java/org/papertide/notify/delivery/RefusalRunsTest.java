package org.papertide.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.papertide.notify.suppression.Suppressions;

class RefusalRunsTest {

    private final RefusalRuns<String> runs = new RefusalRuns<>();

    /** All but the last that it takes. */
    private void almostMany(String place, String words) {
        for (int i = 1; i < Suppressions.MANY; i++) {
            assertThat(runs.refused(place, words, "reader " + i)).isFalse();
        }
    }

    @Test
    void isReachedByManyDifferentAddressesThatAreRefusedAlike() {
        almostMany("corp.example", "no");
        assertThat(runs.refused("corp.example", "no", "reader 1")).isFalse();
        assertThat(runs.refused("corp.example", "not today", "one more")).isFalse();
        assertThat(runs.refused("other.example", "no", "one more")).isFalse();
        assertThat(runs.refused("corp.example", "no", "one more")).isTrue();
        assertThat(runs.refused("corp.example", "no", "reader 1")).isTrue();
    }

    @Test
    void beginsAnewWhereOneIsAccepted() {
        almostMany("corp.example", "no");
        runs.accepted("other.example");
        runs.accepted("corp.example");
        assertThat(runs.isEmpty()).isTrue();
        almostMany("corp.example", "no");
        assertThat(runs.isEmpty()).isFalse();
    }
}
