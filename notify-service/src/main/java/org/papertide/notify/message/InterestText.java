package org.papertide.notify.message;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;
import org.papertide.events.ReasonText;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.Theme;
import org.papertide.text.PaperText;

/** A subscription in words, for mails and pages. */
public final class InterestText {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);

    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu, 'at' HH:mm", Locale.ENGLISH);

    private static final int MAX_NAMED = 10;

    private InterestText() {}

    /**
     * How often and when, without any text that the requester chose: fit for a mail to somebody who
     * did not ask for it.
     */
    public static String schedule(Interest interest, MailRhythm rhythm) {
        return switch (interest.frequency()) {
            case DAILY -> "a digest every day at " + clockTime(interest);
            case WEEKLY -> "a digest every " + rhythm.weekday() + " at " + clockTime(interest);
            case INSTANT -> "alerts for papers that take off";
        };
    }

    /** The same, and what becomes of alerts that are too many for a day. */
    public static String scheduleInFull(Interest interest, MailRhythm rhythm) {
        String schedule = schedule(interest, rhythm);
        return switch (interest.frequency()) {
            case DAILY, WEEKLY -> schedule;
            case INSTANT ->
                    schedule
                            + ", at most "
                            + rhythm.alerts()
                            + " in 24 hours; the rest comes together in a digest at "
                            + clockTime(interest);
        };
    }

    /**
     * Which categories, as far as they are arXiv's: fit for a mail to somebody who did not ask for
     * it, since a stranger may choose among these names, and make none. Empty for all papers.
     */
    public static Optional<String> knownCategories(Interest interest) {
        List<String> all = interest.categories();
        List<String> known =
                all.stream()
                        .filter(code -> CategoryNames.find(code).isPresent())
                        .limit(MAX_NAMED)
                        .map(CategoryNames::label)
                        .toList();
        int others = all.size() - known.size();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        String more =
                others == 0
                        ? ""
                        : (known.isEmpty() ? "" : ", and ")
                                + (others == 1 ? "one" : String.valueOf(others))
                                + (known.isEmpty() ? "" : " more")
                                + (others == 1 ? " category" : " categories");
        return Optional.of("It is for papers of " + String.join(", ", known) + more + ".");
    }

    /**
     * That there is a theme, and how much of it, without a word of it: fit for a mail to somebody
     * who did not ask for it. Empty if there is none.
     */
    public static Optional<String> theme(Interest interest) {
        Theme theme = interest.theme();
        if (theme.isAny()) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        int texts = theme.texts().size();
        if (texts > 0) {
            parts.add(texts == 1 ? "one text" : texts + " texts");
        }
        int papers = theme.like().size();
        if (papers > 0) {
            parts.add(papers == 1 ? "one paper" : papers + " papers");
        }
        return Optional.of(
                "Papers are chosen by what they are about: "
                        + String.join(" and ", parts)
                        + (texts + papers == 1 ? " was" : " were")
                        + " given in the form. The link shows them before you confirm.");
    }

    /**
     * The filters, one sentence each; empty if there are none.
     *
     * @param titles of the papers that are examples, as far as they are known
     */
    public static List<String> filters(Interest interest, Map<PaperId, String> titles) {
        List<String> filters = new ArrayList<>();
        if (!interest.categories().isEmpty()) {
            filters.add(
                    "In any of the categories "
                            + interest.categories().stream()
                                    .map(CategoryNames::label)
                                    .map(PaperText::readable)
                                    .collect(Collectors.joining(", ")));
        }
        add(filters, "With any of the words ", interest.include());
        add(filters, "Without the words ", interest.exclude());
        add(filters, "Written by any of ", interest.authors());
        if (interest.minimumScore() != null) {
            filters.add(
                    "Expected to gain at least "
                            + exact(interest.minimumScore())
                            + (interest.minimumScore() == 1 ? " more upvote" : " more upvotes")
                            + " within a day");
        }
        filters.addAll(ThemeText.sentences(interest.theme(), titles));
        return filters;
    }

    /** "Tuesday, 24 November 2026, at 08:00 (Europe/Berlin)". */
    public static String moment(Instant instant, ZoneId zone) {
        return DAY_AND_TIME.format(instant.atZone(zone)) + " (" + zoneName(zone) + ")";
    }

    /** "Tuesday, 24 November 2026". */
    public static String day(Instant instant, ZoneId zone) {
        return DAY.format(instant.atZone(zone));
    }

    /** "Europe/Berlin", "UTC", "UTC+02:00". */
    public static String zoneName(ZoneId zone) {
        if (!(zone instanceof ZoneOffset)) {
            return zone.getId();
        }
        return zone.equals(ZoneOffset.UTC) ? "UTC" : "UTC" + zone.getId();
    }

    /**
     * What a subscription brings from now on. Readers of alerts may have a digest to come, which is
     * not what they are subscribed to.
     *
     * @param which of its digests is due then: first or next
     * @param digest when it is due; absent for alerts
     * @param now the present: a slot that has passed waits for the planner, as after an outage,
     *     which leaves it out if it is too old
     */
    public static String whatFollows(
            Interest interest,
            String which,
            @Nullable Instant digest,
            Instant now,
            MailRhythm rhythm) {
        if (digest == null || interest.frequency() == Frequency.INSTANT) {
            return "When a paper takes off, you get a mail about it: one paper in each mail, and no"
                    + " second mail about it. When more than "
                    + rhythm.alerts()
                    + (rhythm.alerts() == 1 ? " takes" : " take")
                    + " off within 24 hours, the rest comes together in a digest at "
                    + clockTime(interest)
                    + ". If nothing is left over, no digest comes.";
        }
        String when = moment(digest, interest.timezone());
        String due =
                digest.isAfter(now)
                        ? " digest is due on " + when + "."
                        : " digest was due on "
                                + when
                                + ", and comes soon; if that is too long ago, the one after it"
                                + " comes in its place.";
        return "Your " + which + due + " When no new paper matches, you get no mail.";
    }

    private static String clockTime(Interest interest) {
        return String.format(
                Locale.ROOT, "%02d:00 (%s)", interest.hour(), zoneName(interest.timezone()));
    }

    private static void add(List<String> filters, String start, List<String> values) {
        if (!values.isEmpty()) {
            filters.add(
                    start
                            + values.stream()
                                    .map(value -> "“" + PaperText.visible(value) + "”")
                                    .collect(Collectors.joining(", ")));
        }
    }

    static String upvotes(long count) {
        return ReasonText.grouped(count) + (count == 1 ? " upvote" : " upvotes");
    }

    /** As it was asked for: what was rounded is another limit. */
    private static String exact(double value) {
        if (value == Math.rint(value) && value < 1e9) {
            return ReasonText.grouped((long) value);
        }
        return value < 1e-6
                ? Double.toString(value)
                : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    static String number(double value) {
        return value == Math.rint(value) && value < 1e9
                ? ReasonText.grouped((long) value)
                : String.format(Locale.ROOT, "%,.1f", value);
    }
}
