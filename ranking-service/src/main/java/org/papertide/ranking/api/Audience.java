package org.papertide.ranking.api;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.papertide.events.RankingKey;

/**
 * Who waits for which ranking to change; at most so many at a time.
 *
 * <p>Nothing is queued for anyone: a seat knows how many changes it has seen. Who is slow finds
 * several changes to be one, and costs neither memory nor the others' time.
 */
@Singleton
class Audience {

    private final int most;
    private final AtomicInteger seats = new AtomicInteger();
    private final Map<String, Stage> stages = new ConcurrentHashMap<>();
    private volatile boolean closed;

    @Inject
    Audience(ReadingSettings settings) {
        this(settings.liveClients());
    }

    Audience(int most) {
        this.most = most;
    }

    /** What waiting ended with. */
    enum Heard {
        CHANGE,
        NOTHING,

        /** There is nobody left to wait, or nothing to wait for. */
        END
    }

    /** Tells who waits that a ranking has changed. Returns at once. */
    void changed(String key) {
        Stage stage = stages.get(key);
        if (stage != null) {
            stage.change();
        }
    }

    /** A seat before a ranking, if one is free; sees changes from now on. */
    Optional<Seat> findSeat(RankingKey key) {
        if (closed) {
            return Optional.empty();
        }
        if (seats.incrementAndGet() > most) {
            seats.decrementAndGet();
            return Optional.empty();
        }
        Stage stage =
                stages.compute(
                        key.toString(),
                        (_, known) -> {
                            Stage own = known == null ? new Stage() : known;
                            own.seats++;
                            return own;
                        });
        return Optional.of(new Seat(key.toString(), stage));
    }

    int size() {
        return seats.get();
    }

    /** Whether all waiting has ended, for good. */
    boolean isClosed() {
        return closed;
    }

    /** Ends all waiting, for good. */
    void close() {
        closed = true;
        stages.values().forEach(Stage::change);
    }

    /** One ranking. */
    private static final class Stage {

        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private long changes;

        /** Guarded by the map's compute. */
        private int seats;

        void change() {
            lock.lock();
            try {
                changes++;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        long changes() {
            lock.lock();
            try {
                return changes;
            } finally {
                lock.unlock();
            }
        }

        long awaitOther(Seat seat, Duration patience) throws InterruptedException {
            lock.lock();
            try {
                long left = patience.toNanos();
                while (changes == seat.seen && !seat.left && left > 0) {
                    left = changed.awaitNanos(left);
                }
                return changes;
            } finally {
                lock.unlock();
            }
        }

        void leave(Seat seat) {
            lock.lock();
            try {
                seat.left = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** One who waits; used by one thread, but for {@link #leave}. */
    final class Seat implements AutoCloseable {

        private final String key;
        private final Stage stage;
        private long seen;
        private volatile boolean left;

        private Seat(String key, Stage stage) {
            this.key = key;
            this.stage = stage;
            this.seen = stage.changes();
        }

        /**
         * Waits for a change since the last one that was heard of.
         *
         * @param patience how long at most
         */
        Heard await(Duration patience) throws InterruptedException {
            if (closed) {
                return Heard.END;
            }
            long before = seen;
            seen = stage.awaitOther(this, patience);
            if (closed || left) {
                return Heard.END;
            }
            return seen == before ? Heard.NOTHING : Heard.CHANGE;
        }

        /** Ends this one's waiting, for good. From any thread; returns at once. */
        void leave() {
            stage.leave(this);
        }

        @Override
        public void close() {
            stages.computeIfPresent(key, (_, own) -> --own.seats == 0 ? null : own);
            seats.decrementAndGet();
        }
    }
}
