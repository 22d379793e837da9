package org.papertide.notify.site;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.message.PaperView;

/**
 * The list of the front page, as the template prints it.
 *
 * @param entries in order; empty if there is nothing to show
 * @param asOf the instant of the ranking in ISO 8601; null without a ranking
 * @param asOfText the same for people, in UTC
 * @param age how long ago that was, in words; null without a ranking
 * @param more address of a longer list; null if this is all
 * @param quiet why the list is empty; null if it is not
 */
public record TrendingView(
        List<Entry> entries,
        @Nullable String asOf,
        @Nullable String asOfText,
        @Nullable String age,
        @Nullable String more,
        @Nullable Quiet quiet) {

    public TrendingView {
        entries = List.copyOf(entries);
    }

    /**
     * A paper in its place.
     *
     * @param rank from 1
     * @param movement against the rank of a day before
     * @param paper its title, authors, reasons and links
     * @param listed "listed 3 h ago"; null if not known
     */
    public record Entry(int rank, Movement movement, PaperView paper, @Nullable String listed) {

        /** Address of its page, with the papers that are like it. */
        public String similar() {
            return PaperPage.address(paper.id());
        }

        /** Changes with what is said of the paper, and not with its rank. */
        public String version() {
            return Assets.hash(paper.withRank(0) + " " + listed);
        }
    }

    /**
     * How a rank changed within a day.
     *
     * @param kind up, down, same, new or none: the style
     * @param sign what is seen, such as ▲ 3
     * @param words the same for those who listen
     */
    public record Movement(String kind, String sign, String words) {}

    /**
     * Why there is nothing to show.
     *
     * @param title in a few words
     * @param text what it means
     * @param setUp whether nothing at all has come in yet, so that an operator must act
     * @param elsewhere address where there may be something; null if nowhere
     */
    public record Quiet(String title, String text, boolean setUp, @Nullable String elsewhere) {}
}
