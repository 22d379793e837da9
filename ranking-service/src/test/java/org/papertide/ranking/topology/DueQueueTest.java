package org.papertide.ranking.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DueQueueTest {

    private final DueQueue queue = new DueQueue();

    @Test
    void leavesOverWhatIsTooMuchOfOneSecond() {
        for (int i = 0; i < 25; i++) {
            queue.schedule(new PaperState("p" + i, 0), 100);
        }
        assertThat(queue.take(99, 10)).isEmpty();
        assertThat(queue.take(100, 10)).hasSize(10);
        assertThat(queue.take(101, 10)).hasSize(10);
        assertThat(queue.take(102, 10)).hasSize(5);
        assertThat(queue.take(103, 10)).isEmpty();
    }

    @Test
    void asksOnceForAPaperThatWasPutOff() {
        PaperState paper = new PaperState("p", 0);
        queue.schedule(paper, 100);
        queue.schedule(paper, 200);
        assertThat(queue.take(150, 10)).isEmpty();
        assertThat(queue.take(200, 10)).containsExactly(paper);
        assertThat(queue.take(300, 10)).isEmpty();
    }
}
