package org.papertide.notify.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.papertide.notify.ledger.LedgerJournal.Entry;

@Timeout(60)
class PageQueueTest {

    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(1);

    private static PageQueue queue(Duration gathering, int connections) {
        PageQueue queue = new PageQueue(3, gathering);
        IntStream.range(0, connections).forEach(_ -> queue.addConnection());
        return queue;
    }

    private static void add(PageQueue queue, int pages) {
        IntStream.range(0, pages).forEach(_ -> queue.add(List.of()));
    }

    @Test
    void waitsForThePagesOfHalfOfTheSources() {
        PageQueue queue = queue(LONG, 4);
        add(queue, 1);
        CompletableFuture<List<List<Entry>>> taken =
                CompletableFuture.supplyAsync(() -> take(queue, LONG));
        add(queue, 1);
        assertThat(taken.join()).hasSize(2);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void waitsForNobodyWhereOneSourceIsHalf() throws InterruptedException {
        PageQueue queue = queue(LONG, 3);
        add(queue, 1);
        assertThat(queue.take(LONG)).hasSize(1);
    }

    @Test
    void waitsForOthersOnlyAMoment() throws InterruptedException {
        PageQueue queue = queue(SHORT, 40);
        add(queue, 1);
        assertThat(queue.take(LONG)).hasSize(1);
    }

    @Test
    void takesNothingWhereNothingComes() throws InterruptedException {
        assertThat(queue(LONG, 2).take(SHORT)).isEmpty();
    }

    @Test
    void takesNoMoreThanFitsIntoATransaction() throws InterruptedException {
        PageQueue queue = queue(LONG, 1);
        add(queue, 4);
        assertThat(queue.take(LONG)).hasSize(3);
        assertThat(queue.size()).isOne();
        assertThat(queue.take(LONG)).hasSize(1);
    }

    private static List<List<Entry>> take(PageQueue queue, Duration atMost) {
        try {
            return queue.take(atMost);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
