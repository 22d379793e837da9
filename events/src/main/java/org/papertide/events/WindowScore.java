package org.papertide.events;

/**
 * The score of a paper in one window.
 *
 * @param rising expected further upvote-equivalents in the next 24 hours
 * @param top expected final count of upvote-equivalents; 0 in a window that no longer holds the
 *     paper's listing
 * @param inTop whether the order {@code top} of this window holds the paper
 */
public record WindowScore(double rising, double top, boolean inTop) {

    public WindowScore {
        Require.number("rising", rising);
        Require.number("top", top);
    }

    /** The value in the given order. */
    public double value(Order order) {
        return switch (order) {
            case RISING -> rising;
            case TOP -> top;
        };
    }
}
