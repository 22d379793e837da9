package org.papertide.local.stream;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Says every few seconds how far a long scan is; nothing of a short one. */
public final class ReadProgress {

    private static final long EVERY = Duration.ofSeconds(2).toNanos();

    private final PrintStream err;
    private final LongSupplier nanoTime;
    private long last;

    public ReadProgress(PrintStream err) {
        this(err, System::nanoTime);
    }

    ReadProgress(PrintStream err, LongSupplier nanoTime) {
        this.err = err;
        this.nanoTime = nanoTime;
        this.last = nanoTime.getAsLong();
    }

    /**
     * @param what is done, such as {@code read}
     * @param done of the offsets
     * @param all offsets there are to read; compaction leaves some empty
     */
    void at(String what, long done, long all) {
        long now = nanoTime.getAsLong();
        if (now - last >= EVERY && done < all) {
            last = now;
            say(
                    String.format(
                            Locale.ROOT,
                            "%s %,d of %,d (%d %%)",
                            what,
                            done,
                            all,
                            100 * done / all));
        }
    }

    /** A line that a person needs in any case. */
    void say(String line) {
        err.println(line);
    }
}
