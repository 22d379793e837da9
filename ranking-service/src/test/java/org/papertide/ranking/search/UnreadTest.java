package org.papertide.ranking.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnreadTest {

    /** A text that no model can read has no vector for ever. */
    @Test
    void leavesOutOnePaperInAThousand() {
        assertThat(Unread.of(7_400, 6_196)).isEqualTo(new Unread(1_204, 7_400));
        assertThat(Unread.of(7_400, 7_392).papers()).isEqualTo(8);
        assertThat(Unread.of(7_400, 7_393).papers()).isZero();
        assertThat(Unread.of(3, 2).papers()).isEqualTo(1);
        assertThat(Unread.of(0, 0)).isEqualTo(Unread.NONE);
    }
}
