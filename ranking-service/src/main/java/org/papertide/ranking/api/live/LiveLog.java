package org.papertide.ranking.api.live;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.papertide.platform.loop.UnavailableException;
import org.papertide.ranking.api.parameter.LivePosition;

/**
 * The newest events, once for all live clients. Each client remembers which of them it has read;
 * one that falls behind the oldest is cut off, and goes on from the topic.
 */
@Singleton
class LiveLog {

    /** Some 10 MB: events have about two kB. */
    private static final int MAX_EVENTS = 4_096;

    private final int maximum;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition begun = lock.newCondition();
    private final ArrayDeque<LiveEvent> events = new ArrayDeque<>();
    private @Nullable LivePosition end;

    /** Of the next event; numbers are never used again. */
    private long next;

    @Inject
    LiveLog() {
        this(MAX_EVENTS);
    }

    LiveLog(int maximum) {
        this.maximum = maximum;
    }

    /**
     * A place in the log, and the same place in the topics.
     *
     * @param number of the next event
     */
    record Mark(long number, LivePosition position) {}

    /**
     * What a client reads.
     *
     * @param events in order; none if there is nothing new
     * @param next the number behind them
     * @param end where they end in the topics; null if there are more
     */
    record Page(List<LiveEvent> events, long next, @Nullable LivePosition end) {

        Page {
            events = List.copyOf(events);
        }
    }

    /** Begins at a place in the topics; whoever read before is cut off. */
    void begin(LivePosition position) {
        lock.lock();
        try {
            end();
            end = position.copy();
            begun.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody reads the topics any more. */
    void end() {
        lock.lock();
        try {
            events.clear();
            end = null;
            next++;
        } finally {
            lock.unlock();
        }
    }

    /** Takes events, and where the reading of the topics is behind them. */
    void append(List<LiveEvent> more, LivePosition position) {
        lock.lock();
        try {
            for (LiveEvent event : more) {
                events.add(event);
                next++;
                if (events.size() > maximum) {
                    events.remove();
                }
            }
            end = position.copy();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The present end.
     *
     * @param patience how long to wait for the topics to be read
     * @throws UnavailableException if they are not
     */
    Mark mark(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (end == null) {
                if (left <= 0) {
                    throw new UnavailableException("Not ready yet: kafka");
                }
                left = begun.awaitNanos(left);
            }
            return new Mark(next, end.copy());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the events from a number on, up to a limit.
     *
     * @return null if the first of them is not here any more
     */
    @Nullable Page read(long number, int most) {
        lock.lock();
        try {
            long first = next - events.size();
            if (end == null || number < first || number > next) {
                return null;
            }
            List<LiveEvent> page = new ArrayList<>();
            Iterator<LiveEvent> all = events.iterator();
            for (long i = first; i < next && page.size() < most; i++) {
                LiveEvent event = all.next();
                if (i >= number) {
                    page.add(event);
                }
            }
            long behind = number + page.size();
            return new Page(page, behind, behind == next ? end.copy() : null);
        } finally {
            lock.unlock();
        }
    }
}
