package org.papertide.platform.guard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A few places for work that costs much, shared fairly by the addresses that want it: the next
 * place goes to the address that holds fewest, and of these to the one that had its last place
 * longest ago. So one address that asks without end takes what nobody else wants, and others wait
 * for one piece of its work at most.
 *
 * <p>A semaphore, also a fair one, gives the places to those who ask most often.
 */
public final class FairPlaces {

    private final int perAddress;
    private final int waitingPerAddress;
    private final ReentrantLock lock = new ReentrantLock();

    // All guarded by the lock.
    private final Map<ClientAddress, Integer> held = new HashMap<>();
    private final List<Waiter> waiters = new ArrayList<>();
    private int free;

    /** When each of those that hold or wait had its last place; they are numbered. */
    private final Map<ClientAddress, Long> served = new HashMap<>();

    private long places;

    /**
     * @param places of all
     * @param perAddress most of them that one address holds
     * @param waitingPerAddress most that wait of one address
     */
    public FairPlaces(int places, int perAddress, int waitingPerAddress) {
        this.free = places;
        this.perAddress = perAddress;
        this.waitingPerAddress = waitingPerAddress;
    }

    /** What one who asks for a place gets. */
    public sealed interface Outcome permits Place, Refusal {}

    /** Why one gets no place. */
    public enum Refusal implements Outcome {
        /** As many of its address wait already as may. */
        ADDRESS_FULL,

        /** None was free in time. */
        LATE
    }

    /** A place, until it is closed. */
    public final class Place implements Outcome, AutoCloseable {

        private final ClientAddress address;
        private boolean closed;

        private Place(ClientAddress address) {
            this.address = address;
        }

        /** Makes room for the next one. */
        @Override
        public void close() {
            lock.lock();
            try {
                if (!closed) {
                    closed = true;
                    free++;
                    held.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
                    giveAway();
                    forget(address);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private final class Waiter {

        private final ClientAddress address;
        private final Condition served = lock.newCondition();
        private @Nullable Place place;

        Waiter(ClientAddress address) {
            this.address = address;
        }
    }

    /**
     * Waits for a place.
     *
     * @param patience how long at most
     */
    public Outcome take(ClientAddress address, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Waiter waiter = new Waiter(address);
            waiters.add(waiter);
            giveAway();
            if (waiter.place == null && waiting(address) > waitingPerAddress) {
                waiters.remove(waiter);
                forget(address);
                return Refusal.ADDRESS_FULL;
            }
            return await(waiter, patience);
        } finally {
            lock.unlock();
        }
    }

    private Outcome await(Waiter waiter, Duration patience) throws InterruptedException {
        try {
            long left = patience.toNanos();
            while (waiter.place == null && left > 0) {
                left = waiter.served.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            if (waiter.place != null) {
                waiter.place.close();
            }
            throw e;
        } finally {
            waiters.remove(waiter);
            forget(waiter.address);
        }
        return waiter.place == null ? Refusal.LATE : waiter.place;
    }

    private long waiting(ClientAddress address) {
        return waiters.stream().filter(each -> each.address.equals(address)).count();
    }

    private void giveAway() {
        for (Waiter next = next(); free > 0 && next != null; next = next()) {
            waiters.remove(next);
            free--;
            held.merge(next.address, 1, Integer::sum);
            served.put(next.address, ++places);
            next.place = new Place(next.address);
            next.served.signal();
        }
    }

    private @Nullable Waiter next() {
        Waiter next = null;
        int fewest = perAddress;
        long longestAgo = 0;
        for (Waiter each : waiters) {
            int own = held.getOrDefault(each.address, 0);
            long last = served.getOrDefault(each.address, 0L);
            if (own < fewest || (next != null && own == fewest && last < longestAgo)) {
                fewest = own;
                longestAgo = last;
                next = each;
            }
        }
        return next;
    }

    private void forget(ClientAddress address) {
        if (!held.containsKey(address) && waiting(address) == 0) {
            served.remove(address);
        }
    }
}
