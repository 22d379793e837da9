package org.papertide.events;

import java.util.List;

/**
 * What a ranking orders papers by, in words that mails, pages and feeds print: "about 120 more
 * upvotes within a day". Values are upvote-equivalents; a paper whose counts are others than
 * upvotes has them "worth" so many upvotes.
 */
public final class ForecastText {

    private ForecastText() {}

    /**
     * The value of a paper in an order; empty if nothing of it was counted, for then it is ordered
     * by its age alone.
     *
     * @param value as {@link Ranking.Entry#score}
     * @param reasons of the same score
     */
    public static String of(Order order, double value, List<Reason> reasons) {
        return switch (order) {
            case RISING -> gain(value, reasons);
            case TOP -> end(value, reasons);
        };
    }

    /** "about 120 more upvotes within a day". */
    public static String gain(double rising, List<Reason> reasons) {
        if (nothingCounted(reasons)) {
            return "";
        }
        long more = Math.round(rising);
        if (more < 1) {
            return "hardly any more upvotes within a day";
        }
        return about(reasons, ReasonText.grouped(more) + " more" + upvotes(more)) + " within a day";
    }

    /**
     * "about 310 upvotes in the end". A forecast below what has been counted is none: the count was
     * believed in part only, and the words say so.
     */
    public static String end(double top, List<Reason> reasons) {
        if (nothingCounted(reasons)) {
            return "";
        }
        long end = Math.round(top);
        String words = about(reasons, ReasonText.grouped(end) + upvotes(end));
        return end < upvotesCounted(reasons)
                ? "counted as " + words + " in the end"
                : words + " in the end";
    }

    /** The highest count of upvotes among the reasons; 0 if they have none. */
    public static long upvotesCounted(List<Reason> reasons) {
        return reasons.stream()
                .filter(ForecastText::isUpvotes)
                .mapToLong(Reason::reading)
                .max()
                .orElse(0);
    }

    /** Whether the forecast is of upvotes themselves: a reader sees no other counts. */
    public static boolean upvotesAlone(List<Reason> reasons) {
        return ReasonText.printed(reasons).stream().allMatch(ForecastText::isUpvotes);
    }

    private static String about(List<Reason> reasons, String upvotes) {
        return (upvotesAlone(reasons) ? "about " : "worth about ") + upvotes;
    }

    private static boolean isUpvotes(Reason reason) {
        return reason.metric().equals(Metric.UPVOTES.name());
    }

    private static boolean nothingCounted(List<Reason> reasons) {
        return reasons.stream().allMatch(reason -> reason.metric().equals(Reason.RECENCY));
    }

    private static String upvotes(long count) {
        return count == 1 ? " upvote" : " upvotes";
    }
}
