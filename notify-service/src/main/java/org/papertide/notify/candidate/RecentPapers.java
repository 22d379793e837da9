package org.papertide.notify.candidate;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import org.papertide.notify.interest.PaperVectors;

/**
 * The papers of the last days that have a vector.
 *
 * @param ids by their place
 * @param vectors by their place
 * @param history of which days there are papers at all, with a vector or without
 */
public record RecentPapers(List<String> ids, PaperVectors vectors, History history) {

    public RecentPapers {
        ids = List.copyOf(ids);
    }

    /** The places of some of them. */
    public BitSet places(Collection<String> papers) {
        BitSet places = new BitSet();
        for (int place = 0; place < ids.size(); place++) {
            if (papers.contains(ids.get(place))) {
                places.set(place);
            }
        }
        return places;
    }
}
