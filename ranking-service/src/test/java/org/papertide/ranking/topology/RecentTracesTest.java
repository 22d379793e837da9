package org.papertide.ranking.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentTracesTest {

    private final RecentTraces recent = new RecentTraces();

    @Test
    void findsTheLastForAMinute() {
        assertThat(recent.find("arxiv:1", 0)).isNull();
        recent.note("arxiv:1", "first", 1_000);
        recent.note("arxiv:1", "second", 2_000);
        recent.note("arxiv:2", "other", 2_000);
        assertThat(recent.find("arxiv:1", 62_000)).isEqualTo("second");
        assertThat(recent.find("arxiv:1", 62_001)).isNull();
        assertThat(recent.find("arxiv:2", 2_000)).isEqualTo("other");
    }

    @Test
    void keepsOnlyTheLatest() {
        for (int paper = 0; paper <= 10_000; paper++) {
            recent.note("arxiv:" + paper, "trace", 0);
        }
        assertThat(recent.find("arxiv:0", 0)).isNull();
        assertThat(recent.find("arxiv:1", 0)).isEqualTo("trace");
        assertThat(recent.find("arxiv:10000", 0)).isEqualTo("trace");
    }
}
