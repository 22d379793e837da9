package org.papertide.notify.running;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.PartialFake;
import org.papertide.platform.database.Database;
import org.papertide.platform.database.DatabaseUnavailableException;

/** Runs work one after the other without a database; its session can do nothing. */
public final class FakeDatabase implements Database {

    private final StatelessSession session = PartialFake.of(StatelessSession.class, new Object());
    private final ReentrantLock busy = new ReentrantLock();
    private final AtomicInteger transactions = new AtomicInteger();
    private volatile @Nullable RuntimeException failure;
    private volatile boolean once;

    @Override
    public <T> T inTransaction(Function<StatelessSession, T> work) {
        transactions.incrementAndGet();
        busy.lock();
        try {
            RuntimeException thrown = failure;
            if (thrown != null) {
                if (once) {
                    comeBack();
                }
                throw thrown;
            }
            return work.apply(session);
        } finally {
            busy.unlock();
        }
    }

    /** How many transactions were begun. */
    public int transactions() {
        return transactions.get();
    }

    /** From now on it cannot be reached. */
    public void goAway() {
        fail(new DatabaseUnavailableException(new IllegalStateException("gone")));
    }

    /** From now on every transaction fails so. */
    public void fail(RuntimeException with) {
        failure = with;
    }

    /** The next transaction fails so. */
    public void failOnce(RuntimeException with) {
        once = true;
        failure = with;
    }

    public void comeBack() {
        failure = null;
        once = false;
    }

    /** Does this while every transaction of another thread waits. */
    public void whileBusy(Runnable work) {
        busy.lock();
        try {
            work.run();
        } finally {
            busy.unlock();
        }
    }
}
