package org.papertide.platform.loop;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Whether work is done while there is work: each worker reports how much it has done in all and how
 * much is left. One that has work left and does none for longer than a limit stands still, also if
 * it reports nothing any more.
 *
 * <p>Safe for use by several threads.
 */
public final class Progress {

    private final Duration patience;
    private final LongSupplier nanoTime;
    private final Map<String, Worker> workers = new ConcurrentHashMap<>();

    /** What a worker reported last, and since when nothing was done. */
    private record Worker(long done, long left, long since) {}

    /**
     * A worker that stands still.
     *
     * @param worker its name
     * @param left what waits for it
     * @param length for how long it has done nothing
     */
    public record Standstill(String worker, long left, Duration length) {

        @Override
        public String toString() {
            return "%s stands still for %d s, %d records wait"
                    .formatted(worker, length.toSeconds(), left);
        }
    }

    /**
     * @param patience how long a worker may do nothing while there is work
     */
    public Progress(Duration patience) {
        this(patience, System::nanoTime);
    }

    /**
     * @param patience how long a worker may do nothing while there is work
     * @param nanoTime a clock that never goes back
     */
    public Progress(Duration patience, LongSupplier nanoTime) {
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    /**
     * Notes what a worker reports.
     *
     * @param done grows with whatever it does
     * @param left what there is to do; 0 while it waits for work
     */
    public void note(String worker, long done, long left) {
        long now = nanoTime.getAsLong();
        workers.merge(
                worker,
                new Worker(done, left, now),
                (before, next) ->
                        before.done == done && before.left > 0 && left > 0
                                ? new Worker(done, left, before.since)
                                : next);
    }

    /** Forgets all other workers: their work is done elsewhere now. */
    public void keepOnly(Set<String> present) {
        workers.keySet().retainAll(present);
    }

    /** What is left for all workers, as they reported last. */
    public long left() {
        return workers.values().stream().mapToLong(Worker::left).sum();
    }

    /** The worker that has stood still for longest, if any does. */
    public Optional<Standstill> findStandstill() {
        long now = nanoTime.getAsLong();
        return workers.entrySet().stream()
                .filter(each -> each.getValue().left > 0)
                .map(each ->
                        new Standstill(
                                each.getKey(),
                                each.getValue().left,
                                Duration.ofNanos(now - each.getValue().since)))
                .filter(each -> each.length().compareTo(patience) > 0)
                .max(Comparator.comparing(Standstill::length));
    }

    /** For how many seconds that worker has stood still; 0 if none does. */
    public double standstillSeconds() {
        return findStandstill().map(each -> (double) each.length().toSeconds()).orElse(0.0);
    }
}
