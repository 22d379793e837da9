package org.papertide.platform.loop;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The loops that run for as long as the service does. They end after the readers of Kafka, which
 * give them work, and before what they need, which ends with the priority {@code PLATFORM_AFTER}.
 */
@Singleton
public class Loops {

    private final Queue<Loop> running = new ConcurrentLinkedQueue<>();

    /** A loop that begins with the first turn at once. */
    public void start(String name, Loop.Turn turn) {
        running.add(new Loop(name, turn));
    }

    /** A loop with the same pause after every turn. */
    public void every(Duration pause, String name, Runnable work) {
        running.add(Loop.every(pause, name, work));
    }

    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent event) {
        Loop.closeAll(running);
        running.clear();
    }
}
