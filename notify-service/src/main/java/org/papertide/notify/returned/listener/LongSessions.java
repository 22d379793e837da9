package org.papertide.notify.returned.listener;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.subethamail.smtp.server.Session;
import org.subethamail.smtp.server.SessionHandler;

/**
 * Ends connections that last too long: the library's limit is on silence, and one byte a minute is
 * no silence.
 */
final class LongSessions implements SessionHandler {

    private final long mostNanos;
    private final LongSupplier nanoTime;
    private final Map<Session, Long> begun = new ConcurrentHashMap<>();

    LongSessions(Duration most, LongSupplier nanoTime) {
        this.mostNanos = most.toNanos();
        this.nanoTime = nanoTime;
    }

    @Override
    public SessionAcceptance accept(Session session) {
        begun.put(session, nanoTime.getAsLong());
        return SessionAcceptance.success();
    }

    @Override
    public void onSessionEnd(Session session) {
        begun.remove(session);
    }

    /** How many are open. */
    int open() {
        return begun.size();
    }

    void endLongest() {
        long now = nanoTime.getAsLong();
        begun.forEach((session, since) -> {
            if (now - since > mostNanos) {
                try {
                    session.closeSocket();
                } catch (IOException _) {
                    // It has gone already.
                }
            }
        });
    }
}
