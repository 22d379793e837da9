package org.papertide.local.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Maps the time of a paper to its number, and so to its id, and back.
 *
 * <p>Each slot of {@link #SLOT} brings one paper when the demo is live. Their numbers come round
 * after 2.7 days: then the same papers are listed once more, as happens on Hugging Face as well.
 */
final class ArxivIds {

    /** The lowest number used. */
    static final int FIRST = 50_000;

    /** Numbers from here on are those of the day's list; those below are of live papers. */
    static final int FIRST_DAILY = 97_000;

    /** Most papers of a day's list. */
    static final int PER_DAY = 96;

    /** The interval between two live papers. */
    static final Duration SLOT = Duration.ofSeconds(5);

    /** One live paper in so many breaks out: one each 20 s. */
    static final int BREAKOUT_EVERY = 4;

    private ArxivIds() {}

    static int daily(LocalDate announced, int index) {
        return FIRST_DAILY + (announced.getDayOfMonth() - 1) * PER_DAY + index;
    }

    static int live(long slot) {
        return FIRST + (int) Math.floorMod(slot, (long) FIRST_DAILY - FIRST);
    }

    static long slot(Instant time) {
        return Math.floorDiv(time.toEpochMilli(), SLOT.toMillis());
    }

    static Instant begin(long slot) {
        return Instant.ofEpochMilli(slot * SLOT.toMillis());
    }

    /** The newest slot up to {@code last} that has this number. */
    static long newestSlot(int number, long last) {
        long round = (long) FIRST_DAILY - FIRST;
        return last - Math.floorMod(last - (number - FIRST), round);
    }

    static boolean breaksOut(int number) {
        return number < FIRST_DAILY && (number - FIRST) % BREAKOUT_EVERY == 0;
    }

    /** Which breakout of the round this is. */
    static int turn(int number) {
        return (number - FIRST) / BREAKOUT_EVERY;
    }

    static YearMonth month(Instant time) {
        return YearMonth.from(time.atOffset(ZoneOffset.UTC));
    }

    static String id(YearMonth month, int number) {
        return String.format(
                Locale.ROOT, "%02d%02d.%05d", month.getYear() % 100, month.getMonthValue(), number);
    }

    /** The number in an arXiv id, with or without version, if it can be one of ours. */
    static OptionalInt number(String id) {
        if (!id.matches("\\d{4}\\.\\d{5}(v\\d{1,3})?")) {
            return OptionalInt.empty();
        }
        int number = Integer.parseInt(id.substring(5, 10));
        return number < FIRST ? OptionalInt.empty() : OptionalInt.of(number);
    }
}
