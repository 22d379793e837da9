package org.papertide.events.consumer;

/**
 * Does something with events, one at a time, in the order of each key.
 *
 * <p>An event comes at least once: after a crash, and after another member of the group has taken
 * over, some come again. So a handler writes by key, or remembers {@link Received#id}. It returns
 * within the five minutes that Kafka waits for a member ({@code max.poll.interval.ms}).
 *
 * @param <E> the event
 */
@FunctionalInterface
public interface Handler<E> {

    /**
     * Handles an event. When it returns, the event counts as handled.
     *
     * @throws UnavailableException if what it needs is away: the event is tried again until it
     *     succeeds, and those behind it in its partition wait
     * @throws Exception if the event cannot be handled: it is tried again a few times, and then
     *     becomes a dead letter
     */
    void handle(Received<E> received) throws Exception;
}
