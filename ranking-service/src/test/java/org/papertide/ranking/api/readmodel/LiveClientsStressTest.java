package org.papertide.ranking.api.readmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.api.readmodel.Readers.RISING_DAY;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.papertide.events.Order;
import org.papertide.events.RankingKey;
import org.papertide.events.Window;
import org.papertide.platform.guard.ClientAddress;

/** Many threads at once: no change is lost, and no more clients connect than the limits allow. */
class LiveClientsStressTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int THREADS = 32;

    @RepeatedTest(20)
    void everyClientSeesTheLastChange() throws Exception {
        int publishers = 4;
        int changes = 500;
        long last = (long) publishers * changes;
        LiveClients clients = new LiveClients(THREADS, THREADS);
        AtomicLong version = new AtomicLong();
        CountDownLatch connected = new CountDownLatch(THREADS);
        List<Callable<Long>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            tasks.add(() -> waitUntil(clients, connected, version, last));
        }
        for (int i = 0; i < publishers; i++) {
            tasks.add(() -> {
                connected.await();
                for (int change = 0; change < changes; change++) {
                    version.incrementAndGet();
                    clients.changed(RISING_DAY.toString());
                }
                return version.get();
            });
        }

        for (long result : run(tasks)) {
            assertThat(result).isPositive();
        }

        assertThat(clients.size()).isZero();
    }

    /** As a client of the service does: reads what is there, then waits for a change. */
    private static long waitUntil(
            LiveClients clients, CountDownLatch connected, AtomicLong version, long last)
            throws InterruptedException {
        try (LiveClients.Connection connection =
                (LiveClients.Connection) clients.connect(RISING_DAY, new ClientAddress("7f"))) {
            connected.countDown();
            long read = version.get();
            while (read < last) {
                assertThat(connection.await(LONG)).isEqualTo(LiveClients.WaitResult.CHANGED);
                read = version.get();
            }
            return read;
        }
    }

    @RepeatedTest(20)
    void neverAdmitsMoreThanTheLimits() throws Exception {
        int maximum = 8;
        int perAddress = 3;
        LiveClients clients = new LiveClients(maximum, perAddress);
        AtomicInteger all = new AtomicInteger();
        List<AtomicInteger> byAddress = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            byAddress.add(new AtomicInteger());
        }
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int address = i % byAddress.size();
            RankingKey key = new RankingKey(Order.TOP, i % 2 == 0 ? Window.DAY : Window.WEEK, null);
            tasks.add(() -> {
                for (int attempt = 0; attempt < 500; attempt++) {
                    ClientAddress from = new ClientAddress("" + address);
                    if (clients.connect(key, from) instanceof LiveClients.Connection connection) {
                        assertThat(all.incrementAndGet()).isLessThanOrEqualTo(maximum);
                        assertThat(byAddress.get(address).incrementAndGet())
                                .isLessThanOrEqualTo(perAddress);
                        // Before it closes: then others may connect.
                        all.decrementAndGet();
                        byAddress.get(address).decrementAndGet();
                        connection.close();
                    }
                }
                return true;
            });
        }

        assertThat(run(tasks)).doesNotContain(false);

        assertThat(clients.size()).isZero();
    }

    @RepeatedTest(20)
    void closingEndsEveryWaitAlsoOfThoseWhoConnectMeanwhile() throws Exception {
        LiveClients clients = new LiveClients(THREADS, THREADS);
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            tasks.add(() -> {
                if (clients.connect(RISING_DAY, new ClientAddress("7f"))
                        instanceof LiveClients.Connection connection) {
                    try (connection) {
                        if (ThreadLocalRandom.current().nextBoolean()) {
                            connection.disconnect();
                        }
                        return connection.await(LONG) == LiveClients.WaitResult.CLOSED;
                    }
                }
                return true;
            });
        }
        tasks.add(
                THREADS / 2,
                () -> {
                    clients.close();
                    return true;
                });

        assertThat(run(tasks)).doesNotContain(false);

        assertThat(clients.size()).isZero();
    }

    private static <T> List<T> run(List<Callable<T>> tasks)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = tasks.stream().map(threads::submit).toList();
            for (Future<T> future : futures) {
                results.add(future.get(60, TimeUnit.SECONDS));
            }
        }
        return results;
    }
}
