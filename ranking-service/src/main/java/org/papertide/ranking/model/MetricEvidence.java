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
 * @param count as it was read
 * @param level the count that is believed
 * @param time of the newest signal of any source, milliseconds since the epoch
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
        long count,
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

    private static final double HOUR = ActivityClock.HOUR;

    /** The newest count of any source, and what stands beside it. */
    private record Newest(SignalHistory.Entry carrier, long count, long second, long time) {

        /** The highest count that a second source confirms: it stands at half of it or more. */
        double confirmed() {
            return 2.0 * Math.max(0, second);
        }
    }

    /** The part of the newest count that was there before, and when that was last read. */
    private record Earlier(long count, long time) {}

    /**
     * What these entries, all of one metric, say at {@code now}; null if there is no signal yet.
     */
    static @Nullable MetricEvidence of(
            List<SignalHistory.Entry> entries,
            long born,
            long now,
            MetricCurve course,
            TrendModel model) {
        Newest newest = newest(entries, now);
        if (newest == null) {
            return null;
        }
        double age = course.hours(born, newest.time());
        MetricEvidence reached = reached(newest, age, course, model.trust());
        Earlier earlier = earlier(entries, newest, (long) (model.gainHours() * HOUR));
        if (earlier == null) {
            return reached;
        }
        double typicalGain =
                reached.typicalLevel() - course.level(course.hours(born, earlier.time()));
        return reached.since(earlier, typicalGain, newest.confirmed(), model.trust());
    }

    private static @Nullable Newest newest(List<SignalHistory.Entry> entries, long now) {
        long time = -1;
        long count = -1;
        long second = -1;
        SignalHistory.Entry carrier = null;
        for (SignalHistory.Entry entry : entries) {
            SignalSeries series = entry.series();
            int last = series.indexAt(now);
            if (last < 0) {
                continue;
            }
            time = Math.max(time, series.times[last]);
            long value = series.values[last];
            if (value > count) {
                second = count;
                count = value;
                carrier = entry;
            } else {
                second = Math.max(second, value);
            }
        }
        return carrier == null ? null : new Newest(carrier, count, second, time);
    }

    /**
     * What was there a span before the newest signal, over all sources; null if that is not known,
     * so that no gain is: a source that is new and stands far above the others starts anew.
     */
    private static @Nullable Earlier earlier(
            List<SignalHistory.Entry> entries, Newest newest, long span) {
        long count = -1;
        long time = -1;
        boolean carrierKnown = false;
        for (SignalHistory.Entry entry : entries) {
            SignalSeries series = entry.series();
            int at = series.indexAt(newest.time() - span);
            if (at >= 0) {
                count = Math.max(count, series.partOf(newest.count(), at));
                time = Math.max(time, series.times[at]);
                carrierKnown |= entry.source().equals(newest.carrier().source());
            }
        }
        boolean known =
                count >= 0 && (carrierKnown || SignalSeries.isSameCounter(newest.count(), count));
        return known ? new Earlier(count, time) : null;
    }

    /** What the newest count says alone. */
    private static MetricEvidence reached(
            Newest newest, double age, MetricCurve course, TrendModel.Trust trust) {
        double typical = course.level(age);
        double ceiling = Math.max(trust.level() * (1 + typical), newest.confirmed());
        double level = (double) newest.count();
        String note = null;
        // A counter that is older than the listing may stand anywhere: what it gains is weighed.
        boolean sinceListing = course.growth().typical().start() == 0;
        if (sinceListing && level > ceiling) {
            level = ceiling;
            note = CAPPED;
        } else if (level > trust.notable() * (1 + typical) && newest.confirmed() < level) {
            note = UNCONFIRMED;
        }
        return new MetricEvidence(
                newest.carrier().metric(),
                course,
                newest.carrier().source(),
                newest.count(),
                level,
                newest.time(),
                0,
                newest.count(),
                0,
                age,
                typical,
                0,
                note);
    }

    /** This with the gain since an earlier signal. */
    private MetricEvidence since(
            Earlier earlier, double typicalOfSpan, double confirmed, TrendModel.Trust trust) {
        long read = count - earlier.count();
        double most = Math.max(trust.gain() * (1 + typicalOfSpan), confirmed);
        boolean capped = read > most;
        return new MetricEvidence(
                metric,
                course,
                source,
                count,
                capped ? Math.min(level, earlier.count() + most) : level,
                time,
                capped ? most : (double) read,
                read,
                (time - earlier.time()) / HOUR,
                age,
                typicalLevel,
                typicalOfSpan,
                capped ? CAPPED : note);
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
                count,
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
