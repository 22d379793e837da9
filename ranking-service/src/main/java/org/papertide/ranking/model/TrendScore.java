package org.papertide.ranking.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Bounds;
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
 * <p>For each metric with a signal at or before {@code now}, from its newest signal (made when the
 * paper was {@code a} hours old, {@code s} hours ago) of level {@code u}, and from the gain {@code
 * d} over at least the last {@code gainHours}, all in the metric's own unit:
 *
 * <pre>
 *   L(a)  = start + growth * a / (a + halfwayHours)           typical level at that age
 *   ln E  = base + level * ln((1+u) / (1+f L(a)))             more than typical for the age?
 *                - age   * ln(a + halfwayHours)               younger has more before it
 *                + gain  * ln((1+d) / (1+f dL))               faster than typical? (0 if unknown)
 *                + effects of facts and of other metrics      (0 if unknown)
 *   rising = worth(E_rising * (1 - exp(-day/fadeHours)) * exp(-s/fadeHours))
 *   top    = worth(u + E_top)                                 worth(v) = scale * v^exponent upvotes
 * </pre>
 *
 * <p>Counts only grow: what comes back after a dip is no gain ({@link SignalSeries#partOf}).
 *
 * <p>{@code a}, {@code s} and {@code day} (the next 24 hours) are hours of attention: an hour of
 * the week in which readers are about counts more than a quiet one ({@link TrendModel.Rhythm}), so
 * that a gain is weighed against what its hour and weekday would bring. {@code f} is the typical
 * size of the paper's field, so that a small field can trend. Every metric has its own constants
 * ({@link TrendModel.Growth}): points come in hours, stars in weeks, and old stars say little of
 * new ones. Between two whole five minutes {@code s} and {@code day} stand still.
 *
 * <p>What the metrics say beyond what they would at a count of 0 is joined by a norm, {@code (sum
 * rising_m^p)^(1/p)} with p = {@code combination}: they are correlated (a front page brings stars,
 * He et al. arXiv 2412.13459 and arXiv 2511.04453), so two that say the same are worth 1.4 of one,
 * not 2. A metric's share of the score is its share of that sum. All constants are {@link
 * TrendModel}; E is the mean of a negative binomial regression (variance mu + mu^2) over recorded
 * histories.
 *
 * <h2>Trust</h2>
 *
 * <p>A count above {@code trust.level} times the typical one (of a counter that began with the
 * listing), or a gain above {@code trust.gain} times the typical one (no genuine history came near
 * either), counts as that much and is noted {@code CAPPED}, unless a second source stands at half
 * of it or more. So does a gain above the metric's {@code alone} while no other metric of the paper
 * moves more than is typical: bought stars come in bursts without other activity (arXiv
 * 2412.13459). A level above {@code trust.notable} times the typical one that one source alone
 * states is noted {@code UNCONFIRMED}.
 *
 * <h2>Rejected</h2>
 *
 * <ul>
 *   <li>Hacker News's and Reddit's formulas: they weigh the level by age alone. On recorded days
 *       they find 0.52 of the five papers that gain most, upvotes per hour 0.60, this 0.63.
 *   <li>Forward decay of gains (Cormode et al., ICDE 2009): as good as upvotes per hour; but a
 *       first signal has no gain, and the level says more than its growth.
 *   <li>The logarithm of the gain by least squares: the same variables, but small gains rule the
 *       fit, and its exponent is a median, not an expectation.
 *   <li>Gradient boosting: no better, and no one-line reason.
 *   <li>Comments, project page, organisation, submitters' history: noise. So are squares and
 *       products of the variables, and whether a gain is known.
 *   <li>The interest to expect of a paper by its text, from its vector: by itself it orders a day's
 *       papers with a rank correlation of 0.33, but most of that the first upvotes tell as well.
 *       Beside them it orders the many better, but the first ten by less than the interval; {@code
 *       ./papertide backtest --vectors} tries it.
 *   <li>Effects of the hour and weekday of the listing in the regression: they say of an hour what
 *       they mean of the age; a clock of attention says it once for level, gain and fading.
 *   <li>The age now instead of that at the newest signal: at a day's end, when some papers have not
 *       been read for hours, it orders worse.
 *   <li>One growth curve for all metrics: it found 0.09 of the five repositories that gain most
 *       stars, each metric's own finds 0.48.
 *   <li>Adding the metrics: counts one wave of attention as often as it is measured.
 * </ul>
 */
public final class TrendScore {

    private static final double HOUR = ActivityClock.HOUR;

    /** Below every paper with a signal: a paper without signals ranks by its recency. */
    private static final double RECENCY_CEILING = 1e-9;

    /** However old its signals are, a paper that has some stays above those that have none. */
    private static final double READ_FLOOR = 1e-8;

    /** A change of the score by less, as a share of what it was, is not published. */
    public static final double MATERIAL = 0.02;

    /** In upvote-equivalents; below it only leaving a window matters. */
    private static final double NEGLIGIBLE = 0.01;

    /**
     * Milliseconds: between two whole five minutes nothing fades. So papers that are looked at one
     * after another, as their signals come, stand in the order in which they would stand if all
     * were looked at now.
     */
    private static final long FADE_STEP = 300_000;

    /** Older signals are about the past: they make no breakout. */
    private static final long NEWS = 24L * 3_600_000;

    /** Age up to which a first signal may be a breakout. */
    private static final double FRESH_HOURS = 36;

    /** Before every window that begins after 1970. */
    private static final long LONG_AGO = Long.MIN_VALUE / 2;

    private static final Comparator<Reason> LARGEST_SHARE_FIRST =
            Comparator.comparingDouble(Reason::share).reversed();

    private final TrendModel model;
    private final Map<String, MetricCurve> courses;

    /** A score with these learnt constants. */
    public TrendScore(TrendModel model) {
        this.model = model;
        this.courses = new HashMap<>();
        model.metrics().forEach((metric, its) -> courses.put(metric, new MetricCurve(its)));
    }

    /** The constants in use. */
    public TrendModel model() {
        return model;
    }

    /**
     * What one metric forecasts, in upvote-equivalents.
     *
     * @param rising in the next 24 hours
     * @param further beyond its level, in its own unit
     * @param quiet what the forecasts would come to at a count of 0, as parts of them
     */
    private record Part(MetricEvidence evidence, double rising, double further, Quiet quiet) {

        /** Parts of the forecasts. */
        private record Quiet(double rising, double further) {}

        private static final Quiet WHOLE = new Quiet(1, 1);

        private TrendModel.MetricModel metric() {
            return evidence.course().model();
        }

        double quietRising() {
            return rising * metric().remaining(quiet.rising());
        }

        double excess() {
            return Math.max(0, rising - quietRising());
        }

        double top() {
            return metric().equivalents(evidence.level() + further);
        }

        double quietTop() {
            return metric().equivalents(further * quiet.further());
        }

        double topExcess() {
            return Math.max(0, top() - quietTop());
        }
    }

    /**
     * The score at an instant; signals later than it are as if they had not come.
     *
     * @param facts what else is known
     * @param signals the paper's signals, in whatever order they came
     * @param now the instant, by the log's time
     */
    public ScoreResult assess(PaperFacts facts, SignalHistory signals, Instant now) {
        long time = now.toEpochMilli();
        long born = facts.born(signals.firstTime(), time);
        List<MetricEvidence> evidence = evidence(signals, born, time);
        if (evidence.isEmpty()) {
            return unread(signals, born, time);
        }
        double field = model.fieldSize(facts.primaryCategory());
        List<Part> parts = new ArrayList<>(evidence.size());
        for (MetricEvidence one : evidence) {
            Features features = features(facts, field, evidence, one, time);
            parts.add(part(one, features, time, evidence.size() > 1));
        }
        return read(signals, born, time, parts, field);
    }

    /** What the forecast from the metric looks at; null if it has no signal yet. */
    public @Nullable Features features(
            PaperFacts facts, SignalHistory signals, String metric, Instant now) {
        long time = now.toEpochMilli();
        List<MetricEvidence> evidence =
                evidence(signals, facts.born(signals.firstTime(), time), time);
        double field = model.fieldSize(facts.primaryCategory());
        for (MetricEvidence one : evidence) {
            if (one.metric().equals(metric)) {
                return features(facts, field, evidence, one, time);
            }
        }
        return null;
    }

    /** ln(1 + the metric's count) as far as it is believed; NaN if it has no signal yet. */
    public double logCount(PaperFacts facts, SignalHistory signals, String metric, Instant now) {
        long time = now.toEpochMilli();
        long born = facts.born(signals.firstTime(), time);
        for (MetricEvidence one : evidence(signals, born, time)) {
            if (one.metric().equals(metric)) {
                return Math.log1p(one.level());
            }
        }
        return Double.NaN;
    }

    private List<MetricEvidence> evidence(SignalHistory signals, long born, long now) {
        List<SignalHistory.Entry> entries = signals.entries();
        List<MetricEvidence> evidence = new ArrayList<>(4);
        int from = 0;
        while (from < entries.size()) {
            String metric = entries.get(from).metric();
            int to = from + 1;
            while (to < entries.size() && entries.get(to).metric().equals(metric)) {
                to++;
            }
            MetricCurve course = courses.get(metric);
            MetricEvidence one =
                    course == null
                            ? null
                            : MetricEvidence.of(
                                    entries.subList(from, to), born, now, course, model);
            if (one != null) {
                evidence.add(one);
            }
            from = to;
        }
        for (int i = 0; i < evidence.size(); i++) {
            if (!isAnotherMoving(evidence, i)) {
                evidence.set(i, evidence.get(i).alone());
            }
        }
        return evidence;
    }

    private static boolean isAnotherMoving(List<MetricEvidence> evidence, int than) {
        for (int i = 0; i < evidence.size(); i++) {
            if (i != than && evidence.get(i).isMoving()) {
                return true;
            }
        }
        return false;
    }

    private static Features features(
            PaperFacts facts,
            double field,
            List<MetricEvidence> evidence,
            MetricEvidence one,
            long now) {
        double logGain =
                one.span() > 0 ? Math.log((1 + one.gain()) / (1 + field * one.typicalGain())) : 0;
        double support = 0;
        for (MetricEvidence other : evidence) {
            TrendModel.Effect effect = other.course().model().support();
            if (!other.metric().equals(one.metric()) && effect.slope() != 0) {
                support += effect.of(Math.log1p(other.level()));
            }
        }
        Long followers = facts.submitterFollowers();
        Integer authors = facts.authors();
        Boolean participating = facts.authorParticipating();
        MetricCurve course = one.course();
        return new Features(
                course.hours(one.time(), stepBefore(now)),
                one.level(),
                Math.log((1 + one.level()) / (1 + field * one.typicalLevel())),
                Math.log(one.age() + course.growth().typical().halfwayHours()),
                logGain,
                followers == null || followers < 0 ? Double.NaN : Math.log1p((double) followers),
                authors == null || authors < 1 ? Double.NaN : Math.log1p(authors),
                participating == null ? Double.NaN : participating ? 1 : 0,
                support);
    }

    private static Part part(
            MetricEvidence evidence, Features features, long now, boolean oneOfMany) {
        MetricCurve course = evidence.course();
        TrendModel.Growth growth = course.growth();
        double rising =
                course.dayShare(evidence.time(), stepBefore(now))
                        * Math.exp(growth.rising().log(features));
        double further = Math.exp(growth.top().log(features));
        Part.Quiet quiet = Part.WHOLE;
        if (oneOfMany) {
            double logLevel = Math.log1p(evidence.level());
            double logGain = evidence.span() > 0 ? Math.log1p(evidence.gain()) : 0;
            quiet =
                    new Part.Quiet(
                            growth.rising().quiet(logLevel, logGain),
                            growth.top().quiet(logLevel, logGain));
        }
        return new Part(evidence, course.model().equivalents(rising), further, quiet);
    }

    private static Reason reason(MetricEvidence evidence, double share, double field, long born) {
        boolean known = evidence.span() > 0;
        return new Reason(
                evidence.metric(),
                evidence.source(),
                evidence.count(),
                evidence.rawGain(),
                known ? evidence.span() : Math.max(0, (evidence.time() - born) / HOUR),
                bounded(field * (known ? evidence.typicalGain() : evidence.typicalLevel())),
                share,
                evidence.note());
    }

    private ScoreResult read(
            SignalHistory signals, long born, long now, List<Part> parts, double field) {
        double rising = Math.max(READ_FLOOR, bounded(rising(parts)));
        double top = bounded(top(parts));
        double level = 0;
        double fade = Double.MAX_VALUE;
        boolean seenRising = false;
        long newest = Long.MIN_VALUE;
        for (Part part : parts) {
            MetricEvidence evidence = part.evidence();
            level = Math.max(level, bounded(part.metric().equivalents(evidence.level())));
            fade = Math.min(fade, evidence.course().growth().fadeHours());
            seenRising |= evidence.span() > 0;
            newest = Math.max(newest, evidence.time());
        }
        double age = Math.max(0, (newest - born) / HOUR);
        Instant next = windowChange(signals, born, now);
        if (rising > NEGLIGIBLE) {
            long step = (long) (MATERIAL * fade * HOUR);
            next = earlier(next, now + step);
        }
        return new ScoreResult(
                windows(signals, born, now, rising, top),
                rising,
                top,
                reasons(parts, field, born),
                BarProbability.probability(model.breakout(), 1, level, top),
                newest > now - NEWS && (seenRising || age <= FRESH_HOURS),
                level,
                age,
                next);
    }

    /**
     * A forecast that an event can carry, whatever constants were announced: each of them may be
     * right by itself, and a product of theirs too large, or no number, which says nothing.
     */
    private static double bounded(double forecast) {
        return Double.isNaN(forecast) ? 0 : Math.clamp(forecast, 0, Bounds.MAX_NUMBER);
    }

    private double rising(List<Part> parts) {
        return joined(parts, Part::rising, Part::excess);
    }

    private double top(List<Part> parts) {
        return joined(parts, Part::top, Part::topExcess);
    }

    /**
     * The norm of what the metrics say beyond what they would at a count of 0, and what they would
     * even then, by their shares: a metric that says nothing changes nothing.
     */
    private double joined(
            List<Part> parts, ToDoubleFunction<Part> whole, ToDoubleFunction<Part> excess) {
        if (parts.size() == 1) {
            return whole.applyAsDouble(parts.getFirst());
        }
        double sum = 0;
        double quiet = 0;
        double shared = 0;
        for (Part part : parts) {
            double beyond = excess.applyAsDouble(part);
            double still = whole.applyAsDouble(part) - beyond;
            double share = power(beyond);
            sum += share;
            shared += share * still;
            quiet += still;
        }
        return sum > 0 ? root(sum) + shared / sum : quiet / parts.size();
    }

    private double power(double value) {
        return model.combination() == 2 ? value * value : Math.pow(value, model.combination());
    }

    private double root(double value) {
        return model.combination() == 2
                ? Math.sqrt(value)
                : Math.pow(value, 1 / model.combination());
    }

    private List<Reason> reasons(List<Part> parts, double field, long born) {
        if (parts.size() == 1) {
            return List.of(reason(parts.getFirst().evidence(), 1, field, born));
        }
        double sum = 0;
        for (Part part : parts) {
            sum += power(part.excess());
        }
        List<Reason> reasons = new ArrayList<>(parts.size());
        for (Part part : parts) {
            double share =
                    sum > 0 && Double.isFinite(sum)
                            ? power(part.excess()) / sum
                            : 1.0 / parts.size();
            reasons.add(reason(part.evidence(), share, field, born));
        }
        reasons.sort(LARGEST_SHARE_FIRST);
        return reasons;
    }

    private static ScoreResult unread(SignalHistory signals, long born, long now) {
        double age = Math.max(0, (now - born) / HOUR);
        double value = RECENCY_CEILING / (1 + Math.max(0, (stepBefore(now) - born) / HOUR));
        Reason reason = new Reason(Reason.RECENCY, null, 0, 0, age, 0, 1, null);
        return new ScoreResult(
                windows(signals, born, now, value, value),
                value,
                value,
                List.of(reason),
                0,
                false,
                0,
                age,
                windowChange(signals, born, now));
    }

    private static Map<Window, WindowScore> windows(
            SignalHistory signals, long born, long now, double rising, double top) {
        Map<Window, WindowScore> windows = new EnumMap<>(Window.class);
        long gain = lastGain(signals, now);
        for (Window window : Window.values()) {
            long begin = now - window.length().toMillis();
            boolean listedWithin = born > begin;
            if (listedWithin || gain > begin) {
                windows.put(window, new WindowScore(rising, listedWithin ? top : 0, listedWithin));
            }
        }
        return windows;
    }

    /** The last instant up to {@code now} at which any count rose above what it had been. */
    private static long lastGain(SignalHistory signals, long now) {
        long last = LONG_AGO;
        for (SignalHistory.Entry entry : signals.entries()) {
            SignalSeries series = entry.series();
            int rise = series.lastRise(series.indexAt(now));
            if (rise > 0) {
                last = Math.max(last, series.times[rise]);
            }
        }
        return last;
    }

    /** When the paper next leaves a window, or a signal's time comes. */
    private static Instant windowChange(SignalHistory signals, long born, long now) {
        long gain = lastGain(signals, now);
        Instant next = Instant.MAX;
        for (Window window : Window.values()) {
            long length = window.length().toMillis();
            next = later(next, born + length, now);
            next = later(next, gain + length, now);
        }
        for (SignalHistory.Entry entry : signals.entries()) {
            SignalSeries series = entry.series();
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
