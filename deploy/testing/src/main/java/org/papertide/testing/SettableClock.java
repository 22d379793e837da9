package org.papertide.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock in UTC that moves only when a test moves it. */
public class SettableClock extends Clock {

    private volatile Instant now;

    public SettableClock(Instant now) {
        this.now = now;
    }

    /** Sets the time. */
    public final void set(Instant instant) {
        now = instant;
    }

    /** Moves the time on. */
    public final synchronized void advance(Duration by) {
        now = now.plus(by);
    }

    @Override
    public final Instant instant() {
        return now;
    }

    @Override
    public final ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public final Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("UTC only");
    }
}
