package org.papertide.ranking.model;

/** The probability that a paper ends above a bar. */
final class BarProbability {

    /** No paper has reached a level above. */
    static final int HIGHEST_LEVEL = 4;

    private BarProbability() {}

    /** The final count that level 1, 2, … stands for, in upvote-equivalents. */
    static double bar(TrendModel.Breakouts model, int level) {
        return model.bar() * Math.pow(model.nextLevel(), level - 1);
    }

    /**
     * The probability of ending at or above the level's bar: what is still to come is lognormal
     * with what is expected as its mean, so its median is lower.
     *
     * @param reached the level by now
     * @param top the expected final count
     */
    static double probability(TrendModel.Breakouts model, int level, double reached, double top) {
        double missing = bar(model, level) - reached;
        if (missing <= 0) {
            return 1;
        }
        double further = Math.max(top - reached, 1e-9);
        double deviation = model.deviation();
        double median = further * Math.exp(-deviation * deviation / 2);
        return 1 - Normal.cumulative(Math.log(missing / median) / deviation);
    }
}
