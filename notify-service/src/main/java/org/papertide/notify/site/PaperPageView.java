package org.papertide.notify.site;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.message.PaperView;

/**
 * A paper and those that are like it, as the template prints them.
 *
 * @param page what every page needs
 * @param paper all that is known of it
 * @param listed when, in words; null if not known
 * @param readOn what leads to the whole abstract; null if all of it is here, or nobody knows where
 *     it is
 * @param subscribe address of a form that asks for papers like it
 * @param note why there are no similar papers, as a sentence; null if there are
 * @param similar in order
 */
public record PaperPageView(
        Page page,
        PaperView paper,
        @Nullable String listed,
        @Nullable String readOn,
        String subscribe,
        @Nullable String note,
        List<FoundView> similar) {

    public PaperPageView {
        similar = List.copyOf(similar);
    }
}
