package org.papertide.ranking.api.readmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.api.readmodel.Readers.RISING_DAY;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.papertide.events.Order;
import org.papertide.events.RankingKey;
import org.papertide.events.Window;
import org.papertide.platform.guard.ClientAddress;

class LiveClientsTest {

    private static final RankingKey TOP = new RankingKey(Order.TOP, Window.DAY, null);
    private static final Duration NOT_LONG = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofMinutes(1);

    private static final ClientAddress HERE = new ClientAddress("7f000001");
    private static final ClientAddress THERE = new ClientAddress("c0000201");

    private final LiveClients clients = new LiveClients(2, 2);

    private LiveClients.Connection connect(RankingKey key) {
        return connect(clients, key, HERE);
    }

    private static LiveClients.Connection connect(
            LiveClients clients, RankingKey key, ClientAddress address) {
        return switch (clients.connect(key, address)) {
            case LiveClients.Connection connection -> connection;
            case LiveClients.Refusal refusal -> throw new AssertionError(refusal);
        };
    }

    @Test
    void wakesForItsOwnRankingOnly() throws InterruptedException {
        try (LiveClients.Connection connection = connect(RISING_DAY)) {
            clients.changed("top/day");
            assertThat(connection.await(NOT_LONG)).isEqualTo(LiveClients.WaitResult.TIMED_OUT);
            clients.changed("rising/day");
            assertThat(connection.await(LONG)).isEqualTo(LiveClients.WaitResult.CHANGED);
        }
    }

    @Test
    void seesManyChangesAsOne() throws InterruptedException {
        try (LiveClients.Connection connection = connect(RISING_DAY)) {
            for (int i = 0; i < 1000; i++) {
                clients.changed("rising/day");
            }
            assertThat(connection.await(LONG)).isEqualTo(LiveClients.WaitResult.CHANGED);
            assertThat(connection.await(NOT_LONG)).isEqualTo(LiveClients.WaitResult.TIMED_OUT);
        }
    }

    @Test
    void wakesAWaitingClient() throws Exception {
        try (LiveClients.Connection connection = connect(RISING_DAY)) {
            CompletableFuture<LiveClients.WaitResult> result = startWaiting(connection);
            clients.changed("rising/day");
            assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(LiveClients.WaitResult.CHANGED);
        }
    }

    @Test
    void disconnectsOneClientOnly() throws Exception {
        try (LiveClients.Connection gone = connect(RISING_DAY);
                LiveClients.Connection other = connect(RISING_DAY)) {
            CompletableFuture<LiveClients.WaitResult> result = startWaiting(gone);
            gone.disconnect();
            assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo(LiveClients.WaitResult.CLOSED);
            assertThat(gone.await(LONG)).isEqualTo(LiveClients.WaitResult.CLOSED);
            assertThat(other.await(NOT_LONG)).isEqualTo(LiveClients.WaitResult.TIMED_OUT);
        }
    }

    private static CompletableFuture<LiveClients.WaitResult> startWaiting(
            LiveClients.Connection connection) {
        CompletableFuture<LiveClients.WaitResult> result = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        result.complete(connection.await(LONG));
                    } catch (InterruptedException e) {
                        result.completeExceptionally(e);
                    }
                });
        return result;
    }

    @Test
    void refusesMoreThanTheMaximumUntilOneCloses() {
        try (LiveClients.Connection one = connect(RISING_DAY);
                LiveClients.Connection other = connect(TOP)) {
            assertThat(one).isNotSameAs(other);
            assertThat(clients.connect(TOP, THERE)).isEqualTo(LiveClients.Refusal.FULL);
        }
        assertThat(clients.size()).isZero();
        try (LiveClients.Connection again = connect(TOP)) {
            assertThat(again).isNotNull();
        }
    }

    @Test
    void leavesRoomForOtherAddresses() {
        LiveClients many = new LiveClients(10, 3);
        try (LiveClients.Connection one = connect(many, RISING_DAY, HERE);
                LiveClients.Connection two = connect(many, RISING_DAY, HERE);
                LiveClients.Connection three = connect(many, TOP, HERE)) {
            assertThat(many.connect(TOP, HERE)).isEqualTo(LiveClients.Refusal.ADDRESS_FULL);
            assertThat(many.size()).isEqualTo(3);
            try (LiveClients.Connection other = connect(many, TOP, THERE)) {
                assertThat(List.of(one, two, three)).doesNotContain(other);
            }
        }
        try (LiveClients.Connection again = connect(many, TOP, HERE)) {
            assertThat(again).isNotNull();
        }
        assertThat(many.size()).isZero();
    }

    @Test
    void endsAllWaitsWhenItCloses() throws InterruptedException {
        try (LiveClients.Connection connection = connect(RISING_DAY)) {
            clients.close();
            assertThat(connection.await(LONG)).isEqualTo(LiveClients.WaitResult.CLOSED);
            assertThat(clients.connect(TOP, HERE)).isEqualTo(LiveClients.Refusal.CLOSED);
        }
        assertThat(clients.size()).isZero();
    }
}
