package org.papertide.notify.site;

import org.jspecify.annotations.Nullable;

/**
 * A page with the subscription form alone.
 *
 * @param page what every page needs
 * @param heading why the form is shown
 * @param form its fields
 * @param preview what it would have let pass; null if nobody asked
 */
public record FormPageView(
        Page page, String heading, FormView form, @Nullable PreviewView preview) {}
