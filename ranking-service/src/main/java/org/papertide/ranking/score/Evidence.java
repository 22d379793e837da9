package org.papertide.ranking.score;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one metric says at an instant, over all its sources. Sources of one metric mostly look at
 * the same counter, or at correlated ones, so the highest counts and they are never added.
 *
 * @param metric its name
 * @param source the source that stands highest
 * @param reading its count, as read
 * @param level the count that is believed, in upvote-equivalents
 * @param time of the newest reading of any source, milliseconds since the epoch
 * @param gain the gain that is believed, in upvote-equivalents; meaningless if {@code span} is 0
 * @param rawGain the same as read, in the metric's own unit
 * @param span hours over which it was made; 0 if the gain is not known
 * @param note a remark for the reasons
 */
record Evidence(
        String metric,
        String source,
        long reading,
        double level,
        long time,
        double gain,
        long rawGain,
        double span,
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
    static @Nullable Evidence of(
            List<Readings.Entry> entries, int from, int to, long born, long now, Priors priors) {
        long time = -1;
        long reading = -1;
        long second = -1;
        int carrier = -1;
        for (int i = from; i < to; i++) {
            Series series = entries.get(i).series();
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
        String metric = entries.get(carrier).metric();
        Priors.MetricScale scale = priors.metrics().get(metric);
        if (scale == null) {
            return null;
        }
        long before = time - (long) (priors.gainHours() * HOUR);
        long previous = -1;
        long previousTime = -1;
        boolean carrierKnown = false;
        for (int i = from; i < to; i++) {
            Series series = entries.get(i).series();
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
        Typical typical = new Typical(priors.typical(), Math.max(0, (time - born) / HOUR));
        Priors.Trust trust = priors.trust();
        double level = scale.equivalents(reading);
        double seconded = second < 0 ? 0 : scale.equivalents(second);
        double ceiling = Math.max(trust.level() * (1 + typical.level()), 2 * seconded);
        String note = null;
        if (level > ceiling) {
            level = ceiling;
            note = CAPPED;
        } else if (level > trust.notable() * (1 + typical.level()) && 2 * seconded < level) {
            note = UNCONFIRMED;
        }
        double span = gainKnown ? (time - previousTime) / HOUR : 0;
        double gain = 0;
        if (gainKnown) {
            gain = scale.equivalents(Math.max(0, reading - previous));
            double most = Math.max(trust.gain() * (1 + typical.gain(span)), 2 * seconded);
            if (gain > most) {
                level = Math.min(level, scale.equivalents(previous) + most);
                gain = most;
                note = CAPPED;
            }
        }
        return new Evidence(
                metric,
                entries.get(carrier).source(),
                reading,
                level,
                time,
                gain,
                gainKnown ? Math.max(0, reading - previous) : reading,
                span,
                note);
    }

    /** The count that is believed, in the metric's own unit. */
    double believed(Priors.MetricScale scale) {
        return CAPPED.equals(note) ? scale.value(level) : (double) reading;
    }

    /** The typical paper's count at an age in hours. */
    record Typical(Priors.Typical curve, double age) {
        double level() {
            return at(age);
        }

        double gain(double span) {
            return at(age) - at(age - span);
        }

        private double at(double hours) {
            return hours <= 0 ? 0 : curve.finalCount() * hours / (hours + curve.halfwayHours());
        }
    }
}
