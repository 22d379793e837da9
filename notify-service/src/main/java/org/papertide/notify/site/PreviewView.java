package org.papertide.notify.site;

import java.util.ArrayList;
import java.util.List;
import org.papertide.notify.message.PaperView;
import org.papertide.notify.message.ThemeText;
import org.papertide.notify.theme.Preview;

/**
 * What an interest would have let pass of late, as the template prints it.
 *
 * @param sentence how many papers, or why nobody can tell
 * @param papers the highest of them, hostile as their titles may be
 */
public record PreviewView(String sentence, List<String> papers) {

    public PreviewView {
        papers = List.copyOf(papers);
    }

    static PreviewView of(Preview preview) {
        return switch (preview) {
            case Preview.Busy() ->
                    new PreviewView(
                            "Too many ask at once, so nobody can tell now how many papers pass."
                                    + " Please try again in a moment.",
                            List.of());
            case Preview.Waits(var waits) ->
                    new PreviewView(
                            "No paper passes yet: "
                                    + waits.words()
                                    + ". Mails begin when that has come; nothing is to be done.",
                            List.of());
            case Preview.Passed(int papers, int days, var first) ->
                    new PreviewView(sentence(papers, days), titles(first, papers));
        };
    }

    private static String sentence(int papers, int days) {
        String span = "Of the papers listed in the last " + days + " days, ";
        return switch (papers) {
            case 0 -> span + "none would have met this.";
            case 1 -> span + "one would have met this:";
            default -> span + papers + " would have met this, " + rate(papers, days) + ":";
        };
    }

    /** "about 12 a day". */
    private static String rate(int papers, int days) {
        long rounded = Math.round((double) papers / days);
        if (papers < days) {
            return "fewer than one a day";
        }
        return rounded == 1 ? "about one a day" : "about " + rounded + " a day";
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
