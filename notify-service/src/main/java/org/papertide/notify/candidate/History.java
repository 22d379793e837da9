package org.papertide.notify.candidate;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.papertide.events.Window;

/**
 * Of how many of the last days an installation has papers, and how many those are. A new one has
 * those of a day or two, and perhaps a few old ones that are talked about: divided by seven they
 * would be few a day.
 *
 * <p>A day counts as one of 24 hours back from now. Days count back to the first that has a tenth
 * of the papers of the busiest; it is looked for in three days more than count, so that a weekend
 * at their beginning, which has none, is no beginning of an installation.
 *
 * @param days with papers and between such, up to {@value #DAYS}
 * @param papers listed in these days
 */
public record History(int days, int papers) {

    /** The days that count. */
    public static final int DAYS = 7;

    /** Of fewer days nobody can tell how many papers a day come: two may be a weekend. */
    public static final int LEAST_DAYS = 3;

    /** A day with fewer papers than the busiest divided by this is none that was recorded. */
    private static final int SPARSE = 10;

    /** Longer than a weekend and a holiday. */
    private static final int DAYS_BEFORE = 3;

    static final Duration LOOKED_AT = Window.DAY.length().multipliedBy(DAYS + DAYS_BEFORE);

    /**
     * @param listed when each paper was listed, within {@link #LOOKED_AT}
     */
    static History of(List<Instant> listed, Instant now) {
        int[] counts = new int[DAYS + DAYS_BEFORE];
        for (Instant each : listed) {
            long day = Duration.between(each, now).dividedBy(Window.DAY.length());
            if (day >= 0 && day < counts.length) {
                counts[(int) day]++;
            }
        }
        int busiest = Arrays.stream(counts).max().orElse(0);
        int days = counts.length;
        while (days > 0 && (counts[days - 1] == 0 || counts[days - 1] * SPARSE < busiest)) {
            days--;
        }
        int counted = Math.min(DAYS, days);
        return new History(counted, Arrays.stream(counts, 0, counted).sum());
    }

    /** Whether it says how many papers a day come. */
    public boolean isEnough() {
        return days >= LEAST_DAYS;
    }

    /** Whether it is as long as it can be. */
    public boolean isWhole() {
        return days == DAYS;
    }

    /** Papers a day, as far as can be told: those of a first day are taken for all of it. */
    public double papersADay() {
        return (double) papers / Math.max(1, days);
    }
}
