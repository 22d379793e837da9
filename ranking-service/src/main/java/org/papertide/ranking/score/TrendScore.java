package org.papertide.ranking.score;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Reason;
import org.papertide.events.Window;
import org.papertide.events.WindowScore;

/** How much a paper trends. Stateless and thread-safe. */
public final class TrendScore {

    private static final double HOUR = 3_600_000;
    private static final double DAY_HOURS = 24;

    /** Below every paper with a reading: a paper without signals ranks by its recency. */
    private static final double RECENCY_CEILING = 1e-6;

    /** A change of the score by less is not worth telling. */
    private static final double MATERIAL = 0.02;

    /** In upvote-equivalents; below it only leaving a window matters. */
    private static final double NEGLIGIBLE = 0.01;

    /** Age up to which a first reading may be a breakout. */
    private static final double FRESH_HOURS = 36;

    private final Priors priors;

    /** A score with these learnt constants. */
    public TrendScore(Priors priors) {
        this.priors = priors;
    }

    /** The constants in use. */
    public Priors priors() {
        return priors;
    }

    /** What the metric's evidence forecasts. */
    private record Part(
            Evidence evidence, double rising, double top, double expected, double hours) {}

    /**
     * The score at an instant; readings later than it are as if they had not come.
     *
     * @param facts what else is known
     * @param readings the paper's readings, in whatever order they came
     * @param now the instant, by the log's time
     */
    public Assessment assess(Facts facts, Readings readings, Instant now) {
        long time = now.toEpochMilli();
        long born = facts.born(readings.earliest()).toEpochMilli();
        List<Part> parts = parts(facts, readings, born, time);
        return parts.isEmpty() ? unread(readings, born, time) : read(readings, born, time, parts);
    }

    private List<Part> parts(Facts facts, Readings readings, long born, long now) {
        double bend = bend(facts);
        double field = priors.fieldSize(facts.primaryCategory());
        List<Readings.Entry> entries = readings.entries();
        List<Part> parts = new ArrayList<>(4);
        int from = 0;
        while (from < entries.size()) {
            int to = from + 1;
            while (to < entries.size()
                    && entries.get(to).metric().equals(entries.get(from).metric())) {
                to++;
            }
            Evidence evidence = Evidence.of(entries, from, to, born, now, priors);
            if (evidence != null) {
                parts.add(part(evidence, bend, field, born, now));
            }
            from = to;
        }
        return parts;
    }

    private Part part(Evidence evidence, double bend, double field, long born, long now) {
        Priors.Forecast forecast = priors.forecast();
        double age = Math.max(0, (evidence.time() - born) / HOUR);
        Evidence.Typical typical = new Evidence.Typical(priors.typical(), age);
        double log = forecast.base() + bend;
        log -= forecast.age() * Math.log(age + priors.typical().halfwayHours());
        log += forecast.level() * Math.log((1 + evidence.level()) / (1 + field * typical.level()));
        boolean known = evidence.span() > 0;
        double typicalGain = field * typical.gain(evidence.span());
        if (known) {
            log += forecast.gain() * Math.log((1 + evidence.gain()) / (1 + typicalGain));
        }
        double further = Math.exp(log);
        double fade = Math.exp((evidence.time() - now) / HOUR / forecast.fadeHours());
        double day = -Math.expm1(-DAY_HOURS / forecast.fadeHours());
        Priors.MetricScale scale = priors.metrics().get(evidence.metric());
        double expected = known ? typicalGain : field * typical.level();
        return new Part(
                evidence,
                further * day * fade,
                evidence.level() + forecast.finalShare() * further,
                scale == null ? expected : scale.value(expected),
                known ? evidence.span() : age);
    }

    private double bend(Facts facts) {
        double bend = 0;
        Priors.FactEffects effects = priors.facts();
        if (facts.submitterFollowers() != null && facts.submitterFollowers() >= 0) {
            bend += effects.submitterFollowers().of(facts.submitterFollowers());
        }
        if (facts.authors() != null && facts.authors() > 0) {
            bend += effects.authors().of(facts.authors());
        }
        if (facts.authorParticipating() != null) {
            bend += effects.authorParticipating().of(facts.authorParticipating() ? 1 : 0);
        }
        return bend;
    }

    private Assessment read(Readings readings, long born, long now, List<Part> parts) {
        double exponent = priors.combination();
        double sum = 0;
        double topSum = 0;
        double level = 0;
        double further = 0;
        boolean seenRising = false;
        for (Part part : parts) {
            sum += Math.pow(part.rising(), exponent);
            topSum += Math.pow(part.top(), exponent);
            level = Math.max(level, part.evidence().level());
            further = Math.max(further, part.top() - part.evidence().level());
            seenRising |= part.evidence().span() > 0;
        }
        double rising = Math.pow(sum, 1 / exponent);
        double top = Math.pow(topSum, 1 / exponent);
        List<Reason> reasons = new ArrayList<>(parts.size());
        for (Part part : parts) {
            double share = sum > 0 ? Math.pow(part.rising(), exponent) / sum : 1.0 / parts.size();
            reasons.add(reason(part, share));
        }
        reasons.sort(Comparator.comparingDouble(Reason::share).reversed());
        boolean fresh = (now - born) / HOUR <= FRESH_HOURS;
        Instant next = windowChange(readings, born, now);
        if (rising > NEGLIGIBLE) {
            long step = (long) (MATERIAL * priors.forecast().fadeHours() * HOUR);
            next = earlier(next, Instant.ofEpochMilli(now + step));
        }
        return new Assessment(
                windows(readings, born, now, rising, top),
                rising,
                top,
                reasons,
                probability(level, further),
                seenRising || fresh,
                next);
    }

    private static Reason reason(Part part, double share) {
        Evidence evidence = part.evidence();
        return new Reason(
                evidence.metric(),
                evidence.source(),
                evidence.reading(),
                evidence.rawGain(),
                part.hours(),
                part.expected(),
                share,
                evidence.note());
    }

    private Assessment unread(Readings readings, long born, long now) {
        double age = Math.max(0, (now - born) / HOUR);
        double value = RECENCY_CEILING / (1 + age);
        Reason reason = new Reason(Reason.RECENCY, null, 0, 0, age, 0, 1, null);
        return new Assessment(
                windows(readings, born, now, value, value),
                value,
                value,
                List.of(reason),
                0,
                false,
                windowChange(readings, born, now));
    }

    /** Lognormal in the gain that is still to come. */
    private double probability(double level, double further) {
        Priors.Breakouts breakout = priors.breakout();
        double missing = breakout.bar() - level;
        if (missing <= 0) {
            return 1;
        }
        double z = Math.log(missing / Math.max(further, 1e-9)) / breakout.deviation();
        return 1 - Normal.cumulative(z);
    }

    private static Map<Window, WindowScore> windows(
            Readings readings, long born, long now, double rising, double top) {
        Map<Window, WindowScore> windows = new EnumMap<>(Window.class);
        for (Window window : Window.values()) {
            long begin = now - window.length().toMillis();
            boolean listedWithin = born > begin;
            if (listedWithin || gained(readings, begin, now)) {
                windows.put(window, new WindowScore(rising, listedWithin ? top : 0, listedWithin));
            }
        }
        return windows;
    }

    /** Whether any count rose from one reading within the window to another, or from before it. */
    private static boolean gained(Readings readings, long begin, long now) {
        for (Readings.Entry entry : readings.entries()) {
            if (gainEnds(entry.series(), begin, now) > begin) {
                return true;
            }
        }
        return false;
    }

    /**
     * The last instant up to {@code now} at which the count rose; {@code begin} if not after it.
     */
    private static long gainEnds(Series series, long begin, long now) {
        for (int i = series.indexAt(now); i > 0 && series.times[i] > begin; i--) {
            if (series.values[i] > series.values[i - 1]) {
                return series.times[i];
            }
        }
        return begin;
    }

    /** When the paper next leaves a window, or a reading's time comes. */
    private static Instant windowChange(Readings readings, long born, long now) {
        Instant next = Instant.MAX;
        for (Window window : Window.values()) {
            long length = window.length().toMillis();
            next = later(next, born + length, now);
            long gain = now - length;
            for (Readings.Entry entry : readings.entries()) {
                gain = Math.max(gain, gainEnds(entry.series(), now - length, now));
            }
            next = later(next, gain + length, now);
        }
        for (Readings.Entry entry : readings.entries()) {
            Series series = entry.series();
            int following = series.indexAt(now) + 1;
            if (following < series.size()) {
                next = later(next, series.times[following], now);
            }
        }
        return next;
    }

    private static Instant later(Instant next, long candidate, long now) {
        return candidate > now ? earlier(next, Instant.ofEpochMilli(candidate)) : next;
    }

    private static Instant earlier(Instant a, @Nullable Instant b) {
        return b != null && b.isBefore(a) ? b : a;
    }
}
