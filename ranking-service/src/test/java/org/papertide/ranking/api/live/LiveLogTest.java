package org.papertide.ranking.api.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.papertide.platform.loop.UnavailableException;
import org.papertide.ranking.api.parameter.LivePosition;
import org.papertide.ranking.api.parameter.LiveStream;

class LiveLogTest {

    private final LiveLog log = new LiveLog(10);

    @Test
    void isNotReadyBeforeTheTopicsAreRead() {
        assertThatThrownBy(() -> log.mark(Duration.ZERO)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void isReadPageByPage() throws InterruptedException {
        log.begin(position(0));
        long begin = log.mark(Duration.ZERO).number();
        append(0, 7);

        LiveLog.Page first = Objects.requireNonNull(log.read(begin, 5));
        assertThat(first.events())
                .extracting(LiveEvent::offset)
                .containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(first.end()).isNull();
        LiveLog.Page second = Objects.requireNonNull(log.read(first.next(), 5));
        assertThat(second.events()).extracting(LiveEvent::offset).containsExactly(5L, 6L);
        assertThat(second.end()).hasToString("b=7");
        assertThat(Objects.requireNonNull(log.read(second.next(), 5)).events()).isEmpty();
    }

    @Test
    void whoFallsBehindIsCutOff() throws InterruptedException {
        log.begin(position(0));
        long begin = log.mark(Duration.ZERO).number();

        append(0, 10);
        assertThat(log.read(begin, 5)).isNotNull();
        append(10, 1);
        assertThat(log.read(begin, 5)).isNull();
        assertThat(log.read(begin + 1, 5)).isNotNull();
    }

    @Test
    void whoReadBeforeABreakIsCutOff() throws InterruptedException {
        log.begin(position(0));
        long before = log.mark(Duration.ZERO).number();
        append(0, 3);

        log.end();
        assertThat(log.read(before, 5)).isNull();
        log.begin(position(9));

        assertThat(log.read(before, 5)).isNull();
        assertThat(log.read(before + 3, 5)).isNull();
        assertThat(log.mark(Duration.ZERO).position()).hasToString("b=9");
    }

    private void append(long from, int count) {
        log.append(
                LongStream.range(from, from + count)
                        .mapToObj(offset ->
                                new LiveEvent(LiveStream.BREAKOUTS, 0, offset, 1, List.of(), "{}"))
                        .toList(),
                position(from + count));
    }

    private static LivePosition position(long offset) {
        return LivePosition.parse("b=" + offset).orElseThrow();
    }
}
