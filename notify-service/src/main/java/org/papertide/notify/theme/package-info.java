/**
 * Finds what the themes of subscriptions compare papers with: the vectors of their texts, and the
 * bar.
 *
 * <p>Flows in: themes that a reader asked for, vectors of texts from {@code ranking}, vectors of
 * papers from {@code candidate}. Flows out: {@link org.papertide.notify.interest.CalibratedTheme}s,
 * kept by {@code subscription}, and previews of what passes.
 *
 * <p>A text is read once, when its theme is new, and again when papers come with vectors of another
 * text model; until enough of them have, the theme compares by the old one. The bar is found anew
 * once a week, of the papers listed in the week before. As long as a theme has no vectors it lets
 * nothing pass. Rejected: letting all pass meanwhile, a mail of fifty papers to somebody who asked
 * for one; and refusing the subscription, which would make a reader's wish wait for a server that
 * is none of their business.
 */
@NullMarked
package org.papertide.notify.theme;

import org.jspecify.annotations.NullMarked;
