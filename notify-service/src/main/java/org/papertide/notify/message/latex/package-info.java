/**
 * LaTeX of titles and abstracts as Unicode text.
 *
 * <p>Flows in: hostile text. Flows out: the same text with accents, symbols and simple mathematics
 * written in Unicode, in linear time; what it cannot read it leaves as it is. Depends on nothing.
 */
@NullMarked
package org.papertide.notify.message.latex;

import org.jspecify.annotations.NullMarked;
