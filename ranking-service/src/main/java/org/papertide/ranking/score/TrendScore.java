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

/**
 * How much a paper trends: {@code rising}, the expected further upvote-equivalents in the next 24
 * hours, and {@code top}, the expected final count; with the reasons in numbers. Stateless,
 * thread-safe, a pure function of its arguments.
 *
 * <h2>Formula</h2>
 *
 * <p>For each metric with a reading at or before {@code now}, from its newest reading (age {@code
 * a} hours since the listing, {@code s} hours ago) of level {@code u} upvote-equivalents, and from
 * the gain {@code d} over at least the last {@code gainHours}:
 *
 * <pre>
 *   L(a)  = finalCount * a / (a + halfwayHours)               typical level at that age
 *   ln E  = base + level * ln((1+u) / (1+f L(a)))             more than typical for the age?
 *                - age   * ln(a + halfwayHours)               younger has more before it
 *                + gain  * ln((1+d) / (1+f dL))               faster than typical? (0 if unknown)
 *                + effects of facts and of other metrics      (0 if unknown)
 *   rising = E_rising * (1 - exp(-24/fadeHours)) * exp(-s/fadeHours)
 *   top    = u + topShare * E_top
 * </pre>
 *
 * <p>{@code s} grows in steps of five minutes. {@code f} is the typical size of the paper's field,
 * so that a small field can trend. What the metrics say is joined by a norm, {@code (sum
 * rising_m^p)^(1/p)} with p = {@code combination}: they are correlated (a front page brings stars,
 * He et al. arXiv 2412.13459 and arXiv 2511.04453), so two that say the same are worth 1.4 of one,
 * not 2. A metric's share of the score is its share of that sum. All constants are {@link Priors};
 * E is the mean of a negative binomial regression (variance mu + mu^2) over recorded histories.
 *
 * <h2>Trust</h2>
 *
 * <p>A count above {@code trust.level} times the typical one, or a gain above {@code trust.gain}
 * times the typical one (no genuine history came near either), counts as that much and is noted
 * {@code CAPPED}, unless a second source stands at half of it or more. A level above {@code
 * trust.notable} times the typical one that one source alone states is noted {@code UNCONFIRMED}.
 *
 * <h2>Rejected</h2>
 *
 * <ul>
 *   <li>Hacker News's and Reddit's formulas: they weigh the level by age alone. On recorded days
 *       they find 0.52 of the five papers that gain most, upvotes per hour 0.60, this 0.63.
 *   <li>Forward decay of gains (Cormode et al., ICDE 2009): as good as upvotes per hour; but a
 *       first reading has no gain, and the level tells more than its growth.
 *   <li>The logarithm of the gain by least squares: the same variables, but small gains rule the
 *       fit, and its exponent is a median, not an expectation.
 *   <li>Gradient boosting: no better, and no one-line reason.
 *   <li>Comments, project page, organisation, submitters' history: noise.
 *   <li>Adding the metrics: counts one wave of attention as often as it is measured.
 * </ul>
 */
public final class TrendScore {

    private static final double HOUR = 3_600_000;
    private static final double DAY_HOURS = 24;

    /** Below every paper with a reading: a paper without signals ranks by its recency. */
    private static final double RECENCY_CEILING = 1e-9;

    /** However old its readings are, a paper that has some stays above those that have none. */
    private static final double READ_FLOOR = 1e-8;

    /** A change of the score by less is not worth telling. */
    private static final double MATERIAL = 0.02;

    /** In upvote-equivalents; below it only leaving a window matters. */
    private static final double NEGLIGIBLE = 0.01;

    /**
     * Milliseconds: between two whole five minutes nothing fades. So papers that are looked at one
     * after another, as their readings come, stand in the order in which they would stand if all
     * were looked at now.
     */
    private static final long FADE_STEP = 300_000;

    /** Age up to which a first reading may be a breakout. */
    private static final double FRESH_HOURS = 36;

    private static final Comparator<Reason> LARGEST_SHARE_FIRST =
            Comparator.comparingDouble(Reason::share).reversed();

    private final Priors priors;
    private final double dayShare;

    /** A score with these learnt constants. */
    public TrendScore(Priors priors) {
        this.priors = priors;
        this.dayShare = -Math.expm1(-DAY_HOURS / priors.fadeHours());
    }

    /** The constants in use. */
    public Priors priors() {
        return priors;
    }

    /**
     * What one metric forecasts.
     *
     * @param quietRising what it would forecast at a count of 0
     * @param quietFurther likewise
     */
    private record Part(
            Evidence evidence,
            double rising,
            double quietRising,
            double further,
            double quietFurther,
            Reason reason) {

        double excess() {
            return Math.max(0, rising - quietRising);
        }

        double topExcess() {
            return evidence.level() + Math.max(0, further - quietFurther);
        }
    }

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
        List<Evidence> evidence = evidence(readings, born, time);
        if (evidence.isEmpty()) {
            return unread(readings, born, time);
        }
        List<Part> parts = new ArrayList<>(evidence.size());
        for (Evidence one : evidence) {
            parts.add(part(one, features(facts, evidence, one, born, time), facts));
        }
        return read(readings, born, time, parts);
    }

    /** What the forecast from the metric looks at; null if it has no reading yet. */
    @Nullable Features features(Facts facts, Readings readings, String metric, Instant now) {
        long time = now.toEpochMilli();
        long born = facts.born(readings.earliest()).toEpochMilli();
        List<Evidence> evidence = evidence(readings, born, time);
        for (Evidence one : evidence) {
            if (one.metric().equals(metric)) {
                return features(facts, evidence, one, born, time);
            }
        }
        return null;
    }

    /** ln(1 + the metric's count) as far as it is believed; NaN if it has no reading yet. */
    double logCount(Facts facts, Readings readings, String metric, Instant now) {
        long born = facts.born(readings.earliest()).toEpochMilli();
        for (Evidence one : evidence(readings, born, now.toEpochMilli())) {
            Priors.MetricScale scale = priors.metrics().get(one.metric());
            if (one.metric().equals(metric) && scale != null) {
                return Math.log1p(one.believed(scale));
            }
        }
        return Double.NaN;
    }

    private List<Evidence> evidence(Readings readings, long born, long now) {
        List<Readings.Entry> entries = readings.entries();
        List<Evidence> evidence = new ArrayList<>(4);
        int from = 0;
        while (from < entries.size()) {
            int to = from + 1;
            while (to < entries.size()
                    && entries.get(to).metric().equals(entries.get(from).metric())) {
                to++;
            }
            Evidence one = Evidence.of(entries, from, to, born, now, priors);
            if (one != null) {
                evidence.add(one);
            }
            from = to;
        }
        return evidence;
    }

    private Features features(
            Facts facts, List<Evidence> evidence, Evidence one, long born, long now) {
        double age = Math.max(0, (one.time() - born) / HOUR);
        double field = priors.fieldSize(facts.primaryCategory());
        Evidence.Typical typical = new Evidence.Typical(priors.typical(), age);
        double logGain = 0;
        if (one.span() > 0) {
            logGain = Math.log((1 + one.gain()) / (1 + field * typical.gain(one.span())));
        }
        double support = 0;
        for (Evidence other : evidence) {
            Priors.MetricScale scale = priors.metrics().get(other.metric());
            if (!other.metric().equals(one.metric()) && scale != null) {
                support += scale.support().of(Math.log1p(other.believed(scale)));
            }
        }
        Long followers = facts.submitterFollowers();
        Integer authors = facts.authors();
        Boolean participating = facts.authorParticipating();
        return new Features(
                age,
                Math.max(0, (stepBefore(now) - one.time()) / HOUR),
                one.level(),
                Math.log((1 + one.level()) / (1 + field * typical.level())),
                Math.log(age + priors.typical().halfwayHours()),
                logGain,
                followers == null || followers < 0 ? Double.NaN : Math.log1p((double) followers),
                authors == null || authors < 1 ? Double.NaN : Math.log1p(authors),
                participating == null ? Double.NaN : participating ? 1 : 0,
                support);
    }

    private Part part(Evidence evidence, Features features, Facts facts) {
        double fade = dayShare * Math.exp(-features.staleHours() / priors.fadeHours());
        double rising = fade * Math.exp(priors.rising().log(features));
        double further = priors.topShare() * Math.exp(priors.top().log(features));
        double logLevel = Math.log1p(evidence.level());
        double logGain = evidence.span() > 0 ? Math.log1p(evidence.gain()) : 0;
        return new Part(
                evidence,
                rising,
                rising * priors.rising().quiet(logLevel, logGain),
                further,
                further * priors.top().quiet(logLevel, logGain),
                reason(evidence, features, facts));
    }

    private Reason reason(Evidence evidence, Features features, Facts facts) {
        Evidence.Typical typical = new Evidence.Typical(priors.typical(), features.ageHours());
        boolean known = evidence.span() > 0;
        double expected =
                priors.fieldSize(facts.primaryCategory())
                        * (known ? typical.gain(evidence.span()) : typical.level());
        Priors.MetricScale scale = priors.metrics().get(evidence.metric());
        return new Reason(
                evidence.metric(),
                evidence.source(),
                evidence.reading(),
                evidence.rawGain(),
                known ? evidence.span() : features.ageHours(),
                scale == null ? expected : scale.value(expected),
                1,
                evidence.note());
    }

    private Assessment read(Readings readings, long born, long now, List<Part> parts) {
        double rising = Math.max(READ_FLOOR, rising(parts));
        double top = top(parts);
        double level = 0;
        boolean seenRising = false;
        for (Part part : parts) {
            level = Math.max(level, part.evidence().level());
            seenRising |= part.evidence().span() > 0;
        }
        double age = Math.max(0, (now - born) / HOUR);
        Instant next = windowChange(readings, born, now);
        if (rising > NEGLIGIBLE) {
            long step = (long) (MATERIAL * priors.fadeHours() * HOUR);
            next = earlier(next, now + step);
        }
        return new Assessment(
                windows(readings, born, now, rising, top),
                rising,
                top,
                reasons(parts),
                Breakouts.probability(priors.breakout(), 1, level, top),
                seenRising || age <= FRESH_HOURS,
                level,
                age,
                next);
    }

    private double rising(List<Part> parts) {
        if (parts.size() == 1) {
            return parts.getFirst().rising();
        }
        double quiet = Double.MAX_VALUE;
        double sum = 0;
        for (Part part : parts) {
            quiet = Math.min(quiet, part.quietRising());
            sum += Math.pow(part.excess(), priors.combination());
        }
        return quiet + Math.pow(sum, 1 / priors.combination());
    }

    private double top(List<Part> parts) {
        double quiet = Double.MAX_VALUE;
        double sum = 0;
        for (Part part : parts) {
            quiet = Math.min(quiet, part.quietFurther());
            sum += Math.pow(part.topExcess(), priors.combination());
        }
        return quiet + Math.pow(sum, 1 / priors.combination());
    }

    private List<Reason> reasons(List<Part> parts) {
        if (parts.size() == 1) {
            return List.of(parts.getFirst().reason());
        }
        double sum = 0;
        for (Part part : parts) {
            sum += Math.pow(part.excess(), priors.combination());
        }
        List<Reason> reasons = new ArrayList<>(parts.size());
        for (Part part : parts) {
            Reason whole = part.reason();
            double share =
                    sum > 0
                            ? Math.pow(part.excess(), priors.combination()) / sum
                            : 1.0 / parts.size();
            reasons.add(
                    new Reason(
                            whole.metric(),
                            whole.source(),
                            whole.reading(),
                            whole.gain(),
                            whole.hours(),
                            whole.expected(),
                            share,
                            whole.note()));
        }
        reasons.sort(LARGEST_SHARE_FIRST);
        return reasons;
    }

    private static Assessment unread(Readings readings, long born, long now) {
        double age = Math.max(0, (now - born) / HOUR);
        double value = RECENCY_CEILING / (1 + Math.max(0, (stepBefore(now) - born) / HOUR));
        Reason reason = new Reason(Reason.RECENCY, null, 0, 0, age, 0, 1, null);
        return new Assessment(
                windows(readings, born, now, value, value),
                value,
                value,
                List.of(reason),
                0,
                false,
                0,
                age,
                windowChange(readings, born, now));
    }

    private static Map<Window, WindowScore> windows(
            Readings readings, long born, long now, double rising, double top) {
        Map<Window, WindowScore> windows = new EnumMap<>(Window.class);
        for (Window window : Window.values()) {
            long begin = now - window.length().toMillis();
            boolean listedWithin = born > begin;
            if (listedWithin || gainEnds(readings, begin, now) > begin) {
                windows.put(window, new WindowScore(rising, listedWithin ? top : 0, listedWithin));
            }
        }
        return windows;
    }

    /**
     * The last instant up to {@code now} at which any count rose from one reading to the next;
     * {@code begin} if not after it.
     */
    private static long gainEnds(Readings readings, long begin, long now) {
        long end = begin;
        for (Readings.Entry entry : readings.entries()) {
            Series series = entry.series();
            for (int i = series.indexAt(now); i > 0 && series.times[i] > end; i--) {
                if (series.values[i] > series.values[i - 1]) {
                    end = series.times[i];
                }
            }
        }
        return end;
    }

    /** When the paper next leaves a window, or a reading's time comes. */
    private static Instant windowChange(Readings readings, long born, long now) {
        long gain = gainEnds(readings, Long.MIN_VALUE / 2, now);
        Instant next = Instant.MAX;
        for (Window window : Window.values()) {
            long length = window.length().toMillis();
            next = later(next, born + length, now);
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

    private static long stepBefore(long now) {
        return Math.floorDiv(now, FADE_STEP) * FADE_STEP;
    }

    private static Instant later(Instant next, long candidate, long now) {
        return candidate > now ? earlier(next, candidate) : next;
    }

    private static Instant earlier(Instant next, long candidate) {
        return candidate < next.getEpochSecond() * 1000.0 ? Instant.ofEpochMilli(candidate) : next;
    }
}
