/**
 * Text that others wrote (titles, abstracts, names), made fit for people and for searching: one
 * readable line, LaTeX as Unicode, cut where a reader would cut it.
 *
 * <p>Flows in: hostile text. Flows out: the same text without what could forge a line, turn the
 * reading direction or hide; escaping for HTML or XML is the writer's part. Plain Java; pages,
 * mails, feeds and filters use it, so that what is shown is what is searched.
 */
@NullMarked
package org.papertide.text;

import org.jspecify.annotations.NullMarked;
