package org.papertide.platform.loop;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a failure is logged: the first of consecutive failures with the same cause is.
 * Thread-safe.
 */
public final class LogOnce {

    private final AtomicReference<@Nullable String> last = new AtomicReference<>();

    /** Whether the failure before this one had another cause, or there was none. */
    public boolean isNew(String cause) {
        return !cause.equals(last.getAndSet(cause));
    }

    /** Notes a success; true if a failure preceded it. */
    public boolean isRecovery() {
        return last.getAndSet(null) != null;
    }
}
