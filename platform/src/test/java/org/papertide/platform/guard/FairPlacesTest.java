package org.papertide.platform.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class FairPlacesTest {

    private static final ClientAddress MANY = new ClientAddress("192.0.2.1/32");
    private static final ClientAddress ONE = new ClientAddress("192.0.2.2/32");
    private static final ClientAddress OTHER = new ClientAddress("192.0.2.3/32");
    private static final Duration LONG = Duration.ofSeconds(10);

    private final BlockingQueue<String> served = new LinkedBlockingQueue<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void anAddressThatAsksWithoutEndDelaysAnotherByOnePieceOfWork(int most)
            throws InterruptedException {
        FairPlaces places = new FairPlaces(most, most, 100);
        List<FairPlaces.Place> work = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            work.add(take(places, MANY));
        }
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            waiting.add(start(places, MANY, "many"));
        }
        waiting.add(start(places, ONE, "one"));
        waiting.add(start(places, OTHER, "other"));

        work.getFirst().close();
        assertThat(served.take()).isEqualTo("one");
        assertThat(served.take()).isEqualTo("other");
        work.forEach(FairPlaces.Place::close);
        for (Thread each : waiting) {
            each.join();
        }
        assertThat(served).hasSize(50).containsOnly("many");
    }

    @Test
    void anAddressHoldsNoMoreThanItsShare() throws InterruptedException {
        FairPlaces places = new FairPlaces(3, 2, 10);
        FairPlaces.Place first = take(places, MANY);
        var _ = take(places, MANY);

        assertThat(places.take(MANY, Duration.ZERO)).isEqualTo(FairPlaces.Refusal.LATE);
        var _ = take(places, ONE);
        assertThat(places.take(OTHER, Duration.ZERO)).isEqualTo(FairPlaces.Refusal.LATE);
        first.close();
        first.close();
        var _ = take(places, OTHER);
        assertThat(places.take(ONE, Duration.ofMillis(1))).isEqualTo(FairPlaces.Refusal.LATE);
    }

    @Test
    void onlySoManyOfAnAddressWait() throws InterruptedException {
        FairPlaces places = new FairPlaces(1, 1, 2);
        FairPlaces.Place work = take(places, MANY);
        List<Thread> waiting = new ArrayList<>();
        waiting.add(start(places, MANY, "first"));
        waiting.add(start(places, MANY, "second"));

        assertThat(places.take(MANY, LONG)).isEqualTo(FairPlaces.Refusal.ADDRESS_FULL);
        waiting.add(start(places, ONE, "one"));
        work.close();
        for (Thread each : waiting) {
            each.join();
        }
        assertThat(served).containsExactlyInAnyOrder("first", "second", "one");
        assertThat(take(places, MANY)).isNotNull();
    }

    @Test
    void whoIsInterruptedLeavesNothingBehind() throws InterruptedException {
        FairPlaces places = new FairPlaces(1, 1, 1);
        FairPlaces.Place work = take(places, MANY);
        Thread waiting = start(places, ONE, "one");
        waiting.interrupt();
        waiting.join();
        work.close();

        assertThat(served).isEmpty();
        assertThat(take(places, ONE)).isNotNull();
    }

    @Test
    void givesEachPlaceToOneAtATime() throws InterruptedException {
        FairPlaces places = new FairPlaces(3, 2, 1_000);
        AtomicInteger working = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            ClientAddress address = List.of(MANY, ONE, OTHER).get(i % 3);
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                try (FairPlaces.Place _ = take(places, address)) {
                                    most.accumulateAndGet(working.incrementAndGet(), Math::max);
                                    Thread.onSpinWait();
                                    working.decrementAndGet();
                                    served.add("done");
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            }));
        }
        for (Thread each : threads) {
            each.join();
        }
        assertThat(most.get()).isBetween(1, 3);
        assertThat(served).hasSize(200);
    }

    private static FairPlaces.Place take(FairPlaces places, ClientAddress address)
            throws InterruptedException {
        FairPlaces.Outcome outcome = places.take(address, LONG);
        assertThat(outcome).isInstanceOf(FairPlaces.Place.class);
        return (FairPlaces.Place) outcome;
    }

    /** Begins to wait for a place, which is given back at once. */
    private Thread start(FairPlaces places, ClientAddress address, String name) {
        Thread thread =
                Thread.ofPlatform()
                        .start(() -> {
                            try (FairPlaces.Place _ = take(places, address)) {
                                served.add(name);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        return thread;
    }
}
