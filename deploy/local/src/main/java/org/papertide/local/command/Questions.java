package org.papertide.local.command;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Questions that are asked at the same time and have one deadline: whatever hangs or sends its
 * answer byte by byte, all are answered by then.
 */
final class Questions implements AutoCloseable {

    private final ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();
    private final long deadline;

    /** The deadline begins to run now. */
    Questions(Duration patience) {
        deadline = System.nanoTime() + patience.toNanos();
    }

    <T> Future<T> ask(Callable<T> question) {
        return asking.submit(question);
    }

    /** The answer, or the other one if there is none by the deadline. */
    <T> T answer(Future<T> asked, T otherwise) {
        try {
            return asked.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return otherwise;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return otherwise;
        }
    }

    /** Waits for nobody. */
    @Override
    public void close() {
        asking.shutdownNow();
    }
}
