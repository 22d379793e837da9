package org.papertide.notify.site;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.site.TrendingView.Movement;

/**
 * A list without what is said of its papers: some kilobytes where the list has some tens. The
 * script of the front page has most papers already, and asks for the others by their versions.
 *
 * @param asOf the instant of the ranking; null without one
 * @param age how long ago that was, in words
 * @param entries in order
 */
public record ListChanges(@Nullable String asOf, @Nullable String age, List<Place> entries) {

    public ListChanges {
        entries = List.copyOf(entries);
    }

    /**
     * A paper in its place.
     *
     * @param paper its id
     * @param version of what is said of it
     * @param rank from 1
     * @param movement against the rank of a day before
     */
    public record Place(String paper, String version, int rank, Movement movement) {}

    static ListChanges of(TrendingView view) {
        return new ListChanges(
                view.asOf(),
                view.age(),
                view.entries().stream()
                        .map(entry ->
                                new Place(
                                        entry.paper().id(),
                                        entry.version(),
                                        entry.rank(),
                                        entry.movement()))
                        .toList());
    }
}
