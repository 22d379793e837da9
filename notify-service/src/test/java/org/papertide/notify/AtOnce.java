package org.papertide.notify;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.papertide.platform.database.Database;

/** Lets transactions overlap that write to one table. */
public final class AtOnce {

    private AtOnce() {}

    /**
     * Runs works side by side: each gets as far as its first statement on a table, or waits for
     * another one before, until all are there; then they go on together.
     *
     * @param table which each of them writes
     */
    public static void run(Database database, String table, Runnable... works) {
        List<Future<?>> ends = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(works.length)) {
            database.run(session -> {
                session.createNativeMutationQuery("lock table " + table + " in exclusive mode")
                        .executeUpdate();
                for (Runnable work : works) {
                    ends.add(executor.submit(work));
                }
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> waiting(database) >= works.length);
            });
            for (Future<?> end : ends) {
                end.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static long waiting(Database database) {
        return database.<Long>inTransaction(session ->
                session.createNativeQuery(
                                """
                                select count(*) from pg_stat_activity
                                where datname = current_database() and wait_event_type = 'Lock'
                                """,
                                Long.class)
                        .getSingleResult());
    }
}
