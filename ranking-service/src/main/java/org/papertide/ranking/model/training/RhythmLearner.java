package org.papertide.ranking.model.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.papertide.ranking.model.ActivityClock;
import org.papertide.ranking.model.TrendModel;

/**
 * Learns from whole histories when counts grow: how long after the listing, and at which hours and
 * weekdays.
 *
 * <p>Each history has the same weight, whatever its size: only the part of its growth between two
 * signals matters. The half-way age is the likeliest one under an even rhythm. Then the growth
 * between two signals is laid onto its hours as far as they are expected to have had it, and the
 * paces follow from what they got (expectation maximisation of a Poisson process, Dempster et al.,
 * JRSS B 1977), drawn towards 1 by a tenth of the evidence: hours and ages are correlated, and the
 * age keeps what it explains.
 */
final class RhythmLearner {

    private static final long HOUR = ActivityClock.HOUR;
    private static final int ROUNDS = 6;

    /** Weight of the even rhythm, in histories per history. */
    private static final double EVEN = 0.02;

    /** Signals closer together count as one; those further apart show nothing about hours. */
    private static final long SHORTEST = HOUR / 2;

    private static final long LONGEST = 7L * 24 * HOUR;

    private static final double[] HALFWAY = {
        1, 1.5, 2, 3, 4, 6, 8, 10, 12, 16, 20, 30, 50, 80, 120, 200, 300, 500, 800, 1200, 2000,
        3000, 5000
    };

    private final List<Growing> histories;

    /** How one count grew: per step its bounds, since the listing, and its part of the whole. */
    private record Growing(long born, List<Step> steps) {}

    private record Step(long from, long to, double share) {}

    RhythmLearner(List<ModelTrainer.History> all) {
        this.histories = new ArrayList<>();
        for (ModelTrainer.History history : all) {
            List<Step> steps = steps(history);
            if (steps.size() >= 2) {
                histories.add(new Growing(born(history), steps));
            }
        }
    }

    /** Whether there are too few histories to learn from. */
    boolean isIdle() {
        return histories.size() < 20;
    }

    private static long born(ModelTrainer.History history) {
        List<ModelTrainer.Count> counts = history.counts();
        return history.facts().born(counts.getFirst().time(), counts.getLast().time());
    }

    /** Up to the first signal only if the hour of the listing is known: it began at 0 there. */
    private static List<Step> steps(ModelTrainer.History history) {
        List<Step> steps = new ArrayList<>();
        long time = born(history);
        long count = 0;
        double sum = 0;
        boolean known = history.facts().isHourKnown();
        for (ModelTrainer.Count next : history.counts()) {
            if (known && next.time() - time < SHORTEST) {
                continue;
            }
            if (known && next.time() - time <= LONGEST) {
                double gain = (double) Math.max(0, next.count() - count);
                steps.add(new Step(time, next.time(), gain));
                sum += gain;
            }
            known = true;
            time = next.time();
            count = Math.max(count, next.count());
        }
        double whole = sum;
        return whole <= 0
                ? List.of()
                : steps.stream()
                        .map(step -> new Step(step.from(), step.to(), step.share() / whole))
                        .toList();
    }

    /** The likeliest half-way age under an even rhythm, in hours. */
    double halfway() {
        double best = Double.NEGATIVE_INFINITY;
        double found = HALFWAY[0];
        for (double halfway : HALFWAY) {
            double likelihood = 0;
            for (Growing growing : histories) {
                likelihood += likelihood(growing, halfway);
            }
            if (likelihood > best) {
                best = likelihood;
                found = halfway;
            }
        }
        return found;
    }

    private static double likelihood(Growing growing, double halfway) {
        double whole = 0;
        double sum = 0;
        for (Step step : growing.steps()) {
            double expected = expected(growing.born(), step.from(), step.to(), halfway);
            whole += expected;
            if (step.share() > 0) {
                sum += step.share() * Math.log(expected);
            }
        }
        return sum - Math.log(whole);
    }

    /** The part of the whole growth that falls between two instants. */
    private static double expected(long born, long from, long to, double halfway) {
        double begin = Math.max(0, (from - born) / (double) HOUR);
        double end = Math.max(0, (to - born) / (double) HOUR);
        return Math.max(1e-12, end / (end + halfway) - begin / (begin + halfway));
    }

    /** The paces of hours and weekdays, in hundredths. */
    TrendModel.Rhythm rhythm(double halfway) {
        double[] hours = new double[ActivityClock.HOURS_OF_DAY];
        double[] days = new double[ActivityClock.DAYS];
        Arrays.fill(hours, 1);
        Arrays.fill(days, 1);
        for (int round = 0; round < ROUNDS; round++) {
            Tally tally = new Tally();
            histories.forEach(growing -> tally.add(growing, hours, days, halfway));
            improve(hours, tally.hourGot, tally.hourDue);
            Tally then = new Tally();
            histories.forEach(growing -> then.add(growing, hours, days, halfway));
            improve(days, then.dayGot, then.dayDue);
        }
        return new TrendModel.Rhythm(rounded(hours), rounded(days));
    }

    private void improve(double[] paces, double[] got, double[] due) {
        double even = EVEN * histories.size();
        double sum = 0;
        for (int i = 0; i < paces.length; i++) {
            paces[i] = (got[i] + even) / (due[i] + even);
            sum += paces[i];
        }
        for (int i = 0; i < paces.length; i++) {
            paces[i] *= paces.length / sum;
        }
    }

    private static List<Double> rounded(double[] paces) {
        return Collections.unmodifiableList(
                Arrays.stream(paces).mapToObj(pace -> Math.round(pace * 100) / 100.0).toList());
    }

    /** The growth that hours and days had, and the growth they would have at pace 1. */
    private static final class Tally {
        final double[] hourGot = new double[ActivityClock.HOURS_OF_DAY];
        final double[] hourDue = new double[ActivityClock.HOURS_OF_DAY];
        final double[] dayGot = new double[ActivityClock.DAYS];
        final double[] dayDue = new double[ActivityClock.DAYS];

        void add(Growing growing, double[] hours, double[] days, double halfway) {
            double[] hourAll = new double[ActivityClock.HOURS_OF_DAY];
            double[] dayAll = new double[ActivityClock.DAYS];
            double whole = 0;
            for (Step step : growing.steps()) {
                double[] byHour = new double[ActivityClock.HOURS_OF_DAY];
                double[] byDay = new double[ActivityClock.DAYS];
                double sum = 0;
                long from = step.from();
                while (from < step.to()) {
                    long to = Math.min(step.to(), (Math.floorDiv(from, HOUR) + 1) * HOUR);
                    int ofWeek = ActivityClock.hourOfWeek(from);
                    int hour = ofWeek % ActivityClock.HOURS_OF_DAY;
                    int day = ofWeek / ActivityClock.HOURS_OF_DAY;
                    double part =
                            expected(growing.born(), from, to, halfway) * hours[hour] * days[day];
                    byHour[hour] += part;
                    byDay[day] += part;
                    sum += part;
                    from = to;
                }
                whole += sum;
                add(hourGot, byHour, step.share() / sum);
                add(dayGot, byDay, step.share() / sum);
                add(hourAll, byHour, 1);
                add(dayAll, byDay, 1);
            }
            for (int i = 0; i < hourAll.length; i++) {
                hourDue[i] += hourAll[i] / hours[i] / whole;
            }
            for (int i = 0; i < dayAll.length; i++) {
                dayDue[i] += dayAll[i] / days[i] / whole;
            }
        }

        private static void add(double[] to, double[] what, double times) {
            for (int i = 0; i < to.length; i++) {
                to[i] += what[i] * times;
            }
        }
    }
}
