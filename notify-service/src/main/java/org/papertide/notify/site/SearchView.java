package org.papertide.notify.site;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a search found, as the template prints it.
 *
 * @param page what every page needs
 * @param heading what was searched for
 * @param paragraphs what a reader should know of it
 * @param meant way to the search that may have been meant; null mostly
 * @param sorts ways to other orders; empty where there is nothing to sort
 * @param narrow the form that narrows the search; null if nothing was searched
 * @param subscribe address of a form that is filled with what was searched; null if nothing was
 * @param feed address of the feed that one can follow it by; null if nothing was searched
 * @param entries in order
 * @param more address of a longer list; null if this is all
 */
public record SearchView(
        Page page,
        String heading,
        List<String> paragraphs,
        FrontView.@Nullable Tab meant,
        List<FrontView.Tab> sorts,
        @Nullable NarrowView narrow,
        @Nullable String subscribe,
        @Nullable String feed,
        List<FoundView> entries,
        @Nullable String more) {

    public SearchView {
        paragraphs = List.copyOf(paragraphs);
        sorts = List.copyOf(sorts);
        entries = List.copyOf(entries);
    }
}
