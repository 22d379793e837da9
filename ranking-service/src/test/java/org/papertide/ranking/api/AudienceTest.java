package org.papertide.ranking.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.api.Readers.RISING_DAY;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.papertide.events.Order;
import org.papertide.events.RankingKey;
import org.papertide.events.Window;

class AudienceTest {

    private static final RankingKey TOP = new RankingKey(Order.TOP, Window.DAY, null);
    private static final Duration NOT_LONG = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Audience audience = new Audience(2);

    private Audience.Seat seat(RankingKey key) {
        return audience.findSeat(key).orElseThrow(AssertionError::new);
    }

    @Test
    void hearsOfItsOwnRankingOnly() throws InterruptedException {
        try (Audience.Seat seat = seat(RISING_DAY)) {
            audience.changed("top/day");
            assertThat(seat.await(NOT_LONG)).isEqualTo(Audience.Heard.NOTHING);
            audience.changed("rising/day");
            assertThat(seat.await(LONG)).isEqualTo(Audience.Heard.CHANGE);
        }
    }

    @Test
    void findsManyChangesToBeOne() throws InterruptedException {
        try (Audience.Seat seat = seat(RISING_DAY)) {
            for (int i = 0; i < 1000; i++) {
                audience.changed("rising/day");
            }
            assertThat(seat.await(LONG)).isEqualTo(Audience.Heard.CHANGE);
            assertThat(seat.await(NOT_LONG)).isEqualTo(Audience.Heard.NOTHING);
        }
    }

    @Test
    void wakesWhoWaits() throws Exception {
        try (Audience.Seat seat = seat(RISING_DAY)) {
            CompletableFuture<Audience.Heard> heard = heard(seat);
            audience.changed("rising/day");
            assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo(Audience.Heard.CHANGE);
        }
    }

    @Test
    void letsOneGoAndTheOthersWait() throws Exception {
        try (Audience.Seat gone = seat(RISING_DAY);
                Audience.Seat other = seat(RISING_DAY)) {
            CompletableFuture<Audience.Heard> heard = heard(gone);
            gone.leave();
            assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo(Audience.Heard.END);
            assertThat(gone.await(LONG)).isEqualTo(Audience.Heard.END);
            assertThat(other.await(NOT_LONG)).isEqualTo(Audience.Heard.NOTHING);
        }
    }

    private static CompletableFuture<Audience.Heard> heard(Audience.Seat seat) {
        CompletableFuture<Audience.Heard> heard = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        heard.complete(seat.await(LONG));
                    } catch (InterruptedException e) {
                        heard.completeExceptionally(e);
                    }
                });
        return heard;
    }

    @Test
    void hasOnlySoManySeatsAndFillsThemAgain() {
        try (Audience.Seat one = seat(RISING_DAY);
                Audience.Seat other = seat(TOP)) {
            assertThat(one).isNotSameAs(other);
            assertThat(audience.findSeat(TOP)).isEmpty();
        }
        assertThat(audience.size()).isZero();
        try (Audience.Seat again = seat(TOP)) {
            assertThat(again).isNotNull();
        }
    }

    @Test
    void endsAtOnceForAll() throws InterruptedException {
        try (Audience.Seat seat = seat(RISING_DAY)) {
            audience.close();
            assertThat(seat.await(LONG)).isEqualTo(Audience.Heard.END);
            assertThat(audience.findSeat(TOP)).isEmpty();
            assertThat(audience.isClosed()).isTrue();
        }
        assertThat(audience.size()).isZero();
    }
}
