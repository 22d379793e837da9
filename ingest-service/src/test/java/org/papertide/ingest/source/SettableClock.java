package org.papertide.ingest.source;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A clock that moves only when told, or when someone pauses. */
public final class SettableClock extends Clock implements Pause {

    private final List<Duration> pauses = new ArrayList<>();
    private Instant now;

    public SettableClock(String now) {
        this.now = Instant.parse(now);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void pause(Duration length) {
        if (length.isPositive()) {
            pauses.add(length);
            now = now.plus(length);
        }
    }

    public void set(String instant) {
        now = Instant.parse(instant);
    }

    public List<Duration> pauses() {
        return pauses;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("UTC only");
    }
}
