package org.papertide.notify.running;

import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.StatelessSession;
import org.papertide.platform.database.Database;

/**
 * Work with repositories, each piece in a transaction of its own.
 *
 * @param database where
 * @param open makes the repository, or several, of a transaction's session
 */
public record Transactions<R>(Database database, Function<StatelessSession, R> open) {

    /** Does the work and commits, or rolls back if it throws; as {@link Database}. */
    public <T> T call(Function<R, T> work) {
        return database.inTransaction(session -> work.apply(open.apply(session)));
    }

    /** As {@link #call}, without a result. */
    public void run(Consumer<R> work) {
        database.run(session -> work.accept(open.apply(session)));
    }

    /** The same with a part of what they open. */
    public <S> Transactions<S> with(Function<R, S> part) {
        return new Transactions<>(database, open.andThen(part));
    }
}
