package org.papertide.notify.site;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.message.MailRhythm;
import org.papertide.notify.message.PaperView;
import org.papertide.notify.message.ThemeText;
import org.papertide.notify.theme.Preview;

/**
 * What an interest would have let pass of late, as the template prints it.
 *
 * @param sentence how many papers, or why that is not known
 * @param papers the highest of them, hostile as their titles may be
 * @param waits that a part of what is asked for is missing; null if none is
 */
public record PreviewView(String sentence, List<String> papers, @Nullable String waits) {

    private PreviewView(String sentence) {
        this(sentence, List.of(), null);
    }

    public PreviewView {
        papers = List.copyOf(papers);
    }

    /**
     * @param interest what was looked at
     */
    static PreviewView of(Preview preview, Interest interest, MailRhythm rhythm) {
        return switch (preview) {
            case Preview.Busy() ->
                    new PreviewView(
                            "The site is busy and cannot count the papers now. Please try again"
                                    + " in a moment.");
            case Preview.Waits(var waits) ->
                    new PreviewView(
                            "No paper passes yet: " + waits.words() + ". " + waits.advice());
            case Preview.Passed passed ->
                    new PreviewView(
                            sentence(passed, interest, rhythm),
                            titles(passed.first(), passed.papers()),
                            passed.waitsInWords().orElse(null));
        };
    }

    private static String sentence(Preview.Passed passed, Interest interest, MailRhythm rhythm) {
        int days = passed.history().days();
        String span =
                "Of "
                        + (passed.isPart() ? "the highest papers" : "the papers")
                        + " listed in the last "
                        + (days <= 1 ? "24 hours" : days + " days")
                        + ", ";
        String met =
                switch (passed.papers()) {
                    case 0 -> "none would have met this";
                    case 1 -> "one would have met this";
                    default ->
                            passed.papers()
                                    + " would have met this"
                                    + rate(passed, interest.frequency());
                };
        return (passed.history().isEnough()
                        ? ""
                        : "The site has no papers from earlier days yet, so it cannot estimate how"
                                + " many you would get a day. ")
                + span
                + met
                + unread(passed.unread())
                + (passed.papers() > 1 ? mailed(interest, rhythm) : "")
                + (passed.first().isEmpty() ? "." : ":");
    }

    /** Not all of them: what a reader gets of so many. */
    private static String mailed(Interest interest, MailRhythm rhythm) {
        return switch (interest.frequency()) {
            case DAILY, WEEKLY -> "; a digest brings the highest " + interest.limit() + " at most";
            case INSTANT ->
                    "; an alert comes for those of them that take off, at most "
                            + rhythm.alerts()
                            + " in 24 hours";
        };
    }

    private static String unread(int unread) {
        return switch (unread) {
            case 0 -> "";
            case 1 -> "; one has not been read yet";
            default -> "; " + unread + " have not been read yet";
        };
    }

    /**
     * ", about 12 a day"; empty if that is not known, and for alerts, which come for few of them.
     * Of a part of the papers it is the least.
     */
    private static String rate(Preview.Passed passed, Frequency frequency) {
        OptionalDouble aDay = passed.aDay();
        if (aDay.isEmpty() || frequency == Frequency.INSTANT) {
            return "";
        }
        if (passed.isPart()) {
            long least = (long) Math.floor(aDay.getAsDouble());
            return switch ((int) Math.min(least, 2)) {
                case 0 -> "";
                case 1 -> ", at least one a day";
                default -> ", at least " + least + " a day";
            };
        }
        long rounded = Math.round(aDay.getAsDouble());
        if (aDay.getAsDouble() < 1) {
            return ", fewer than one a day";
        }
        return rounded == 1 ? ", about one a day" : ", about " + rounded + " a day";
    }

    private static List<String> titles(List<Preview.Met> first, int papers) {
        List<String> titles = new ArrayList<>();
        for (Preview.Met each : first) {
            String title = PaperView.of(0, each.paper(), "", List.of()).title();
            titles.add(each.met() == null ? title : title + " (" + ThemeText.met(each.met()) + ")");
        }
        int more = papers - titles.size();
        if (more > 0) {
            titles.add("and " + more + " more");
        }
        return titles;
    }
}
