package org.papertide.notify.site;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page with the subscription form alone.
 *
 * @param page what every page needs
 * @param heading why the form is shown
 * @param form its fields
 * @param preview what it would have let pass; null if nobody asked
 * @param notes what is not as the reader asked, a sentence each; hostile as their search may be
 */
public record FormPageView(
        Page page,
        String heading,
        FormView form,
        @Nullable PreviewView preview,
        List<String> notes) {

    public FormPageView {
        notes = List.copyOf(notes);
    }
}
