package org.papertide.backtest;

import java.util.List;
import java.util.Random;
import org.papertide.ranking.model.ActivityClock;

/** The orders that the score is compared with. Formulas and constants as published. */
final class Baselines {

    private static final double HOUR = ActivityClock.HOUR;

    /** 2005-12-08, the origin of Reddit's formula, in seconds since the epoch. */
    private static final long REDDIT_EPOCH = 1_134_028_003;

    private static final double DECAY_HALF_LIFE_HOURS = 12;

    private Baselines() {}

    /** A baseline: the order of a paper at an instant. */
    enum Baseline {
        RANDOM("random"),
        RAW("raw upvotes"),
        HACKER_NEWS("Hacker News"),
        REDDIT("Reddit hot"),
        PER_HOUR("per hour"),
        FORWARD_DECAY("forward decay");

        private final String title;

        Baseline(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }

        /** The value of a history at an instant; the history has a signal by then. */
        double score(String id, List<RecordedPaper.Signal> history, long born, long now) {
            RecordedPaper.Signal last = history.getFirst();
            for (RecordedPaper.Signal signal : history) {
                last = signal.time() <= now ? signal : last;
            }
            double hours = Math.max(0, now - born) / HOUR;
            return switch (this) {
                case RANDOM -> new Random(id.hashCode() * 31L + now).nextDouble();
                case RAW -> (double) last.value();
                case HACKER_NEWS -> hackerNews((double) last.value() + 1, hours);
                case REDDIT -> redditHot((double) last.value(), 0, born / 1000);
                case PER_HOUR -> (double) last.value() / Math.max(1, hours);
                case FORWARD_DECAY -> forwardDecay(history, now);
            };
        }
    }

    /** {@code (p-1)^0.8 / (age_h + 2)^1.8} (news.arc). */
    static double hackerNews(double points, double ageHours) {
        return Math.pow(Math.max(0, points - 1), 0.8) / Math.pow(ageHours + 2, 1.8);
    }

    /** Ten times as many votes weigh as much as 12.5 hours (reddit-archive, _sorts.pyx). */
    static double redditHot(double ups, double downs, long epochSeconds) {
        double score = ups - downs;
        double order = Math.log10(Math.max(Math.abs(score), 1));
        return Math.signum(score) * order + (epochSeconds - REDDIT_EPOCH) / 45_000.0;
    }

    /**
     * The logarithm to base 2 of the decayed sum with landmark 0: {@code log2 sum w_i 2^(t_i / H)}
     * (Cormode et al., ICDE 2009); it orders items whatever the time is.
     */
    static double forwardDecayLog2(double[] weights, double[] hours, double halfLifeHours) {
        double sum = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < weights.length; i++) {
            double term = Math.log(weights[i]) / Math.log(2) + hours[i] / halfLifeHours;
            double high = Math.max(sum, term);
            double low = Math.min(sum, term);
            sum =
                    high == Double.NEGATIVE_INFINITY
                            ? high
                            : high + Math.log1p(Math.pow(2, low - high)) / Math.log(2);
        }
        return sum;
    }

    private static double forwardDecay(List<RecordedPaper.Signal> history, long now) {
        int known = 0;
        while (known < history.size() && history.get(known).time() <= now) {
            known++;
        }
        double[] gains = new double[known];
        double[] hours = new double[known];
        long highest = 0;
        for (int i = 0; i < known; i++) {
            gains[i] = Math.max(0, history.get(i).value() - highest);
            highest = Math.max(highest, history.get(i).value());
            hours[i] = (history.get(i).time() - history.getFirst().time()) / HOUR;
        }
        double start = history.getFirst().time() / HOUR / DECAY_HALF_LIFE_HOURS;
        return forwardDecayLog2(gains, hours, DECAY_HALF_LIFE_HOURS) + start;
    }

    /**
     * The instant from which the baselines count age: when the paper was listed or, if the hour is
     * not known, a usual hour of the first snapshot that had it.
     */
    static long born(RecordedPaper paper) {
        if (paper.submitted() != null) {
            return paper.submitted().toEpochMilli();
        }
        long first = paper.upvotes().getFirst().time();
        if (paper.day() == null) {
            return first;
        }
        long start = Recording.start(paper.day());
        double hours = (first - start) / HOUR;
        double usual = hours < 14 ? 4 : hours < 22 ? 10 : 18;
        return start + (long) (usual * HOUR);
    }
}
