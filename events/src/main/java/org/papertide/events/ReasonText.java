package org.papertide.events;

import java.util.List;
import java.util.Locale;

/**
 * A score's reasons in words that mails, pages and feeds print: "+42 upvotes in 6 h, 3 expected".
 */
public final class ReasonText {

    /** More reasons than this explain nothing. */
    private static final int MAX_REASONS = 3;

    /** A smaller part of the score is not worth a reader's time. */
    private static final double LEAST_SHARE = 0.05;

    private static final String UNCONFIRMED = "UNCONFIRMED";

    /** Names of later versions are short; one that is not is not worth more. */
    private static final int MAX_WORDS = 40;

    private ReasonText() {}

    /** The reasons worth printing, the largest share first; empty only if there are none. */
    public static List<String> sentences(List<Reason> reasons) {
        boolean oneSource = reasons.stream().map(Reason::source).distinct().count() <= 1;
        return printed(reasons).stream()
                .map(reason -> oneSource ? withoutDoubt(reason) : reason)
                .map(ReasonText::sentence)
                .distinct()
                .toList();
    }

    /** The reasons that a reader sees. */
    static List<Reason> printed(List<Reason> reasons) {
        List<Reason> weighty =
                reasons.stream().filter(reason -> reason.share() >= LEAST_SHARE).toList();
        return (weighty.isEmpty() ? reasons : weighty).stream().limit(MAX_REASONS).toList();
    }

    /** Where one source alone is read, no other could have confirmed it. */
    private static Reason withoutDoubt(Reason reason) {
        return UNCONFIRMED.equals(reason.note())
                ? new Reason(
                        reason.metric(),
                        reason.source(),
                        reason.reading(),
                        reason.gain(),
                        reason.hours(),
                        reason.expected(),
                        reason.share(),
                        null)
                : reason;
    }

    /**
     * One reason. The gain comes first, then what was expected, the signal where it says more than
     * the gain, and the score's remark.
     */
    public static String sentence(Reason reason) {
        String remark = remark(reason);
        return remark.isEmpty() ? fact(reason) : fact(reason) + " (" + remark + ")";
    }

    private static String fact(Reason reason) {
        if (reason.metric().equals(Reason.RECENCY)) {
            // Not how long ago it was listed: the score stands for hours, and that would not.
            return "nothing counted yet";
        }
        String unit = reason.metric();
        if (reason.gain() <= 0) {
            return counted(reason.reading(), unit) + " so far";
        }
        String gain = "+" + counted(reason.gain(), unit);
        String within = reason.hours() > 0 ? " in " + span(reason.hours()) : "";
        String total =
                reason.reading() > reason.gain()
                        ? "; " + grouped(reason.reading()) + " in all"
                        : "";
        return gain + within + ", " + expected(reason.expected()) + total;
    }

    private static String expected(double expected) {
        return expected < 0.5 ? "hardly any expected" : grouped(Math.round(expected)) + " expected";
    }

    /** "1 upvote", "1,204 upvotes". A metric of a later version is named by its own words. */
    private static String counted(long count, String metric) {
        return grouped(count) + " " + (count == 1 ? singular(metric) : plural(metric));
    }

    private static String plural(String metric) {
        return Metric.find(metric)
                .map(known ->
                        switch (known) {
                            case UPVOTES -> "upvotes";
                            case COMMENTS -> "comments";
                            case GITHUB_STARS -> "GitHub stars";
                            case HN_POINTS -> "Hacker News points";
                            case HN_COMMENTS -> "Hacker News comments";
                            case CITATIONS -> "citations";
                            case MENTIONS -> "mentions";
                        })
                .orElseGet(() -> words(metric));
    }

    private static String singular(String metric) {
        String plural = plural(metric);
        return plural.endsWith("s") ? plural.substring(0, plural.length() - 1) : plural;
    }

    private static String words(String name) {
        String words = name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
        return words.length() <= MAX_WORDS ? words : words.substring(0, MAX_WORDS - 1) + "…";
    }

    private static String remark(Reason reason) {
        String note = reason.note();
        if (note == null || note.isBlank()) {
            return "";
        }
        return switch (note) {
            case "CAPPED" -> "jump in one place, counted in part";
            case UNCONFIRMED -> "no second source confirms it";
            case "FIRST_READING" -> "since it was listed";
            default -> words(note);
        };
    }

    /** Minutes below an hour, hours below two days, then days. */
    static String span(double hours) {
        long minutes = Math.max(1, Math.round(hours * 60));
        if (minutes < 60) {
            return minutes + " min";
        }
        if (minutes < 48 * 60) {
            return Math.round(hours) + " h";
        }
        return Math.round(hours / 24) + " days";
    }

    /** With commas between thousands. */
    public static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
