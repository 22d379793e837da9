package org.papertide.ranking.model;

/** One metric's model, ready to apply: the typical count at each age. */
public final class MetricCurve {

    private static final long DAY = 24 * ActivityClock.HOUR;

    private final TrendModel.MetricModel model;
    private final ActivityClock clock;

    /** The curve of a metric. */
    public MetricCurve(TrendModel.MetricModel model) {
        this.model = model;
        this.clock = new ActivityClock(model.growth().rhythm());
    }

    TrendModel.MetricModel model() {
        return model;
    }

    /** How its count grows. */
    public TrendModel.Growth growth() {
        return model.growth();
    }

    /** Hours of clock between two instants in milliseconds. */
    public double hours(long from, long to) {
        return clock.hours(from, to);
    }

    /** The typical count at an age in hours of clock. */
    public double level(double age) {
        TrendModel.Typical typical = growth().typical();
        return typical.start() + typical.growth() * age / (age + typical.halfwayHours());
    }

    /**
     * The part of the further gain that falls into the day after {@code now}, for a signal at
     * {@code time}.
     */
    public double dayShare(long time, long now) {
        double fade = growth().fadeHours();
        double stale = hours(time, now);
        double day = -Math.expm1(-hours(now, now + DAY) / fade);
        return stale == 0 ? day : day * Math.exp(-stale / fade);
    }
}
