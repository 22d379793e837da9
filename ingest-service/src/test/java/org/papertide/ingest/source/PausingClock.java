package org.papertide.ingest.source;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.papertide.testing.SettableClock;

/** A clock that moves when a test moves it, and by every pause that a source makes. */
public final class PausingClock extends SettableClock implements Sleeper {

    private final List<Duration> pauses = new ArrayList<>();

    public PausingClock(String now) {
        super(Instant.parse(now));
    }

    @Override
    public void pause(Duration length) {
        if (length.isPositive()) {
            pauses.add(length);
            advance(length);
        }
    }

    public void set(String instant) {
        set(Instant.parse(instant));
    }

    /** The pauses so far, without those of no length. */
    public List<Duration> pauses() {
        return List.copyOf(pauses);
    }
}
