package org.papertide.ranking.api.readmodel;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.papertide.events.RankingKey;
import org.papertide.platform.guard.ClientAddress;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.ProblemException;
import org.papertide.platform.loop.UnavailableException;
import org.papertide.ranking.api.http.ApiSettings;

/**
 * The clients that wait for a ranking to change, or for events, up to a maximum number in all and
 * per address.
 *
 * <p>There is no queue per client: a connection remembers how many changes it has seen. A slow
 * client sees several changes as one. It uses no memory for them and does not delay other clients.
 */
@Singleton
public class LiveClients {

    private final int maximum;
    private final int maximumPerAddress;
    private final Semaphore free;
    private final Map<ClientAddress, Integer> byAddress = new ConcurrentHashMap<>();
    private final Map<String, ChangeCounter> counters = new ConcurrentHashMap<>();
    private volatile boolean closed;

    @Inject
    public LiveClients(ApiSettings settings) {
        this(settings.liveClients(), settings.liveClientsPerAddress());
    }

    public LiveClients(int maximum, int maximumPerAddress) {
        this.maximum = maximum;
        this.maximumPerAddress = maximumPerAddress;
        this.free = new Semaphore(maximum);
    }

    /** What a client that wants to connect receives. */
    sealed interface Admission permits Connection, Refusal {}

    /** Why a client cannot connect. */
    public enum Refusal implements Admission {
        /** The service has its maximum of clients. */
        FULL,

        /** The client's address has its maximum of clients. */
        ADDRESS_FULL,

        /** The service stops. */
        CLOSED
    }

    /** How a wait ended. */
    public enum WaitResult {
        CHANGED,
        TIMED_OUT,

        /** The client has gone, or the service stops. */
        CLOSED
    }

    /** Wakes the clients of a ranking that has changed. Never blocks. */
    public void changed(String key) {
        ChangeCounter counter = counters.get(key);
        if (counter != null) {
            counter.increment();
        }
    }

    /** Connects a client to a ranking; it sees the changes from now on. */
    Admission connect(RankingKey key, ClientAddress address) {
        return connect(key.toString(), address);
    }

    private Admission connect(String key, ClientAddress address) {
        if (closed) {
            return Refusal.CLOSED;
        }
        if (byAddress.merge(address, 1, Integer::sum) > maximumPerAddress) {
            leave(address);
            return Refusal.ADDRESS_FULL;
        }
        if (!free.tryAcquire()) {
            leave(address);
            return Refusal.FULL;
        }
        ChangeCounter counter =
                counters.compute(
                        key,
                        (_, known) -> {
                            ChangeCounter own = known == null ? new ChangeCounter() : known;
                            own.connections++;
                            return own;
                        });
        return new Connection(key, counter, address);
    }

    /**
     * Connects a client, or answers why not.
     *
     * @throws ProblemException if its address has its maximum of clients
     * @throws UnavailableException if the service has, or stops
     */
    public Connection admit(String key, ClientAddress address) {
        return switch (connect(key, address)) {
            case Connection admitted -> admitted;
            case Refusal refusal -> throw problem(refusal);
        };
    }

    private static RuntimeException problem(Refusal refusal) {
        return switch (refusal) {
            case FULL -> new UnavailableException("There are too many live clients.");
            case CLOSED -> new UnavailableException("The service is stopping.");
            case ADDRESS_FULL ->
                    new ProblemException(
                            Problem.of(
                                    429,
                                    "Your address has too many live clients. Close one of them"
                                            + " first."));
        };
    }

    private void leave(ClientAddress address) {
        byAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
    }

    /** How many clients are connected. */
    public int size() {
        return maximum - free.availablePermits();
    }

    /** Ends all waits and refuses every later client. */
    public void close() {
        closed = true;
        counters.values().forEach(ChangeCounter::increment);
    }

    /** Counts the changes of one ranking. */
    private static final class ChangeCounter {

        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private long changes;

        /** Guarded by the map's compute. */
        private int connections;

        void increment() {
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

        long awaitOther(Connection connection, Duration patience) throws InterruptedException {
            lock.lock();
            try {
                long left = patience.toNanos();
                while (changes == connection.seen && !connection.disconnected && left > 0) {
                    left = changed.awaitNanos(left);
                }
                return changes;
            } finally {
                lock.unlock();
            }
        }

        void disconnect(Connection connection) {
            lock.lock();
            try {
                connection.disconnected = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** One client. Used by one thread, except for {@link #disconnect}. */
    public final class Connection implements Admission, AutoCloseable {

        private final String key;
        private final ChangeCounter counter;
        private final ClientAddress address;
        private long seen;
        private volatile boolean disconnected;

        private Connection(String key, ChangeCounter counter, ClientAddress address) {
            this.key = key;
            this.counter = counter;
            this.address = address;
            this.seen = counter.changes();
        }

        /**
         * Waits for a change after the last one that this client has seen.
         *
         * @param patience how long at most
         */
        public WaitResult await(Duration patience) throws InterruptedException {
            if (closed) {
                return WaitResult.CLOSED;
            }
            long before = seen;
            seen = counter.awaitOther(this, patience);
            if (closed || disconnected) {
                return WaitResult.CLOSED;
            }
            return seen == before ? WaitResult.TIMED_OUT : WaitResult.CHANGED;
        }

        public ClientAddress address() {
            return address;
        }

        /** Whether the client has gone, or the service stops. */
        public boolean isClosed() {
            return closed || disconnected;
        }

        /** Ends the wait of this client. Callable from any thread; never blocks. */
        public void disconnect() {
            counter.disconnect(this);
        }

        /** Makes room for another client. */
        @Override
        public void close() {
            counters.computeIfPresent(key, (_, own) -> --own.connections == 0 ? null : own);
            free.release();
            leave(address);
        }
    }
}
