package org.papertide.ranking.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one metric says at an instant, over all its sources, in its own unit. Sources of one metric
 * mostly look at the same counter, or at correlated ones, so the highest counts and they are never
 * added.
 *
 * @param metric its name
 * @param course what is typical of it
 * @param source the source that stands highest
 * @param reading its count, as read
 * @param level the count that is believed
 * @param time of the newest reading of any source, milliseconds since the epoch
 * @param gain the gain that is believed; meaningless if {@code span} is 0
 * @param rawGain the same as read
 * @param span hours over which it was made; 0 if the gain is not known
 * @param age hours of attention between the listing and {@code time}
 * @param typicalLevel at that age
 * @param typicalGain of that age and span; 0 if the gain is not known
 * @param note a remark for the reasons
 */
record MetricEvidence(
        String metric,
        MetricCurve course,
        String source,
        long reading,
        double level,
        long time,
        double gain,
        long rawGain,
        double span,
        double age,
        double typicalLevel,
        double typicalGain,
        @Nullable String note) {

    static final String CAPPED = "CAPPED";
    static final String UNCONFIRMED = "UNCONFIRMED";

    private static final double HOUR = 3_600_000;

    /** A new source within this factor of the others continues them; else it starts anew. */
    private static final int SAME_COUNTER = 4;

    /**
     * What the entries {@code from} (inclusive) to {@code to} (exclusive), all of one metric, say
     * at {@code now}; null if there is no reading yet.
     */
    static @Nullable MetricEvidence of(
            List<SignalHistory.Entry> entries,
            int from,
            int to,
            long born,
            long now,
            MetricCurve course,
            TrendModel model) {
        long time = -1;
        long reading = -1;
        long second = -1;
        int carrier = -1;
        for (int i = from; i < to; i++) {
            SignalSeries series = entries.get(i).series();
            int last = series.indexAt(now);
            if (last < 0) {
                continue;
            }
            time = Math.max(time, series.times[last]);
            long value = series.values[last];
            if (value > reading) {
                second = reading;
                reading = value;
                carrier = i;
            } else {
                second = Math.max(second, value);
            }
        }
        if (carrier < 0) {
            return null;
        }
        long before = time - (long) (model.gainHours() * HOUR);
        long previous = -1;
        long previousTime = -1;
        boolean carrierKnown = false;
        for (int i = from; i < to; i++) {
            SignalSeries series = entries.get(i).series();
            int at = series.indexAt(before);
            if (at >= 0) {
                previous = Math.max(previous, series.values[at]);
                previousTime = Math.max(previousTime, series.times[at]);
                carrierKnown |= i == carrier;
            }
        }
        boolean gainKnown =
                previous >= 0
                        && (carrierKnown || reading <= SAME_COUNTER * (previous + SAME_COUNTER));
        double age = course.hours(born, time);
        double typicalLevel = course.level(age);
        TrendModel.Trust trust = model.trust();
        double level = (double) reading;
        double seconded = Math.max(0, second);
        double ceiling = Math.max(trust.level() * (1 + typicalLevel), 2 * seconded);
        String note = null;
        // A counter that is older than the listing may stand anywhere: what it gains is weighed.
        boolean sinceListing = course.growth().typical().start() == 0;
        if (sinceListing && level > ceiling) {
            level = ceiling;
            note = CAPPED;
        } else if (level > trust.notable() * (1 + typicalLevel) && 2 * seconded < level) {
            note = UNCONFIRMED;
        }
        double span = 0;
        double typicalGain = 0;
        double gain = 0;
        if (gainKnown) {
            span = (time - previousTime) / HOUR;
            typicalGain = typicalLevel - course.level(course.hours(born, previousTime));
            gain = (double) Math.max(0, reading - previous);
            double most = Math.max(trust.gain() * (1 + typicalGain), 2 * seconded);
            if (gain > most) {
                level = Math.min(level, previous + most);
                gain = most;
                note = CAPPED;
            }
        }
        return new MetricEvidence(
                metric(entries, carrier),
                course,
                entries.get(carrier).source(),
                reading,
                level,
                time,
                gain,
                gainKnown ? Math.max(0, reading - previous) : reading,
                span,
                age,
                typicalLevel,
                typicalGain,
                note);
    }

    private static String metric(List<SignalHistory.Entry> entries, int carrier) {
        return entries.get(carrier).metric();
    }

    /** Whether it moved more than is typical: by its gain or, if that is not known, its level. */
    boolean isMoving() {
        return span > 0 ? gain > typicalGain : level > typicalLevel;
    }

    /** This if its gain is within reach of a metric that moves alone; else what is believed. */
    MetricEvidence alone() {
        double most = course.model().alone() * (1 + typicalGain);
        if (span == 0 || gain <= most) {
            return this;
        }
        return new MetricEvidence(
                metric,
                course,
                source,
                reading,
                level - gain + most,
                time,
                most,
                rawGain,
                span,
                age,
                typicalLevel,
                typicalGain,
                CAPPED);
    }
}
