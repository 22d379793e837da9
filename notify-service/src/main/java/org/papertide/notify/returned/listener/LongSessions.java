package org.papertide.notify.returned.listener;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.subethamail.smtp.server.Session;
import org.subethamail.smtp.server.SessionHandler;

/**
 * Ends connections that last too long: the library's limit is on silence, and one byte a minute is
 * no silence. Nobody gets more than half of them: the other half is for those who bring mail.
 */
final class LongSessions implements SessionHandler {

    private static final SessionAcceptance TOO_MANY =
            SessionAcceptance.failure(421, "4.7.0 Too many connections from your address");

    /** Of an address of version 6, the first bytes are who has it. */
    private static final int NETWORK_BYTES = 8;

    private final int mostOfOne;
    private final long mostNanos;
    private final LongSupplier nanoTime;
    private final Map<Session, Long> begun = new ConcurrentHashMap<>();

    /**
     * @param connections how many there may be at once
     * @param most how long one may last
     */
    LongSessions(int connections, Duration most, LongSupplier nanoTime) {
        this.mostOfOne = (connections + 1) / 2;
        this.mostNanos = most.toNanos();
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized SessionAcceptance accept(Session session) {
        ByteBuffer source = source(session);
        long others = begun.keySet().stream().filter(other -> source(other).equals(source)).count();
        if (others >= mostOfOne) {
            return TOO_MANY;
        }
        begun.put(session, nanoTime.getAsLong());
        return SessionAcceptance.success();
    }

    /** Who is at the other end: an address of version 4, or a network of version 6. */
    private static ByteBuffer source(Session session) {
        byte[] address = session.getRemoteAddress().getAddress().getAddress();
        return ByteBuffer.wrap(address, 0, Math.min(address.length, NETWORK_BYTES));
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
