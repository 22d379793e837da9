package org.papertide.ranking.model;

/**
 * A clock that runs at the pace of the readers' activity. It counts hours of attention: a week has
 * 168 of them, a busy hour more than one, a quiet one less.
 */
public final class ActivityClock {

    /** Hours of a day. */
    public static final int HOURS_OF_DAY = 24;

    /** Days of a week. */
    public static final int DAYS = 7;

    /** Hours of a week. */
    public static final int WEEK = DAYS * HOURS_OF_DAY;

    /** Milliseconds of an hour. */
    public static final long HOUR = 3_600_000;

    /** 1970-01-05, a Monday. */
    private static final long MONDAY = 4L * HOURS_OF_DAY * HOUR;

    /** Hours of attention between the week's beginning and each of its hours. */
    private final double[] elapsed = new double[WEEK + 1];

    /** The clock of this rhythm. */
    public ActivityClock(TrendModel.Rhythm rhythm) {
        for (int hour = 0; hour < WEEK; hour++) {
            elapsed[hour + 1] = elapsed[hour] + rhythm.pace(hour);
        }
        double scale = WEEK / elapsed[WEEK];
        for (int hour = 0; hour <= WEEK; hour++) {
            elapsed[hour] *= scale;
        }
    }

    /** Hours of attention between two instants in milliseconds; 0 if they come the other way. */
    public double hours(long from, long to) {
        return to <= from ? 0 : at(to) - at(from);
    }

    private double at(long time) {
        long hour = Math.floorDiv(time - MONDAY, HOUR);
        long week = Math.floorDiv(hour, WEEK);
        int ofWeek = (int) (hour - week * WEEK);
        double part = (time - MONDAY - hour * HOUR) / (double) HOUR;
        return (double) week * WEEK
                + elapsed[ofWeek]
                + (elapsed[ofWeek + 1] - elapsed[ofWeek]) * part;
    }

    /** The hour of the week, 0 to 167, Monday's first is 0. */
    public static int hourOfWeek(long time) {
        return (int) Math.floorMod(Math.floorDiv(time - MONDAY, HOUR), (long) WEEK);
    }
}
