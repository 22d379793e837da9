package org.papertide.notify.site;

import java.util.List;

/**
 * Some papers of a list, as the template prints them.
 *
 * @param entries in order
 */
public record EntriesView(List<TrendingView.Entry> entries) {

    public EntriesView {
        entries = List.copyOf(entries);
    }
}
