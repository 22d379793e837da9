/**
 * LaTeX of titles and abstracts as Unicode text.
 *
 * <p>Flows in: hostile text. Flows out: the same text with accents, symbols and simple mathematics
 * written in Unicode, in linear time; what it cannot read it leaves as it is. Depends on nothing:
 * {@link org.papertide.text.latex.LatexText} is the library's one entry, a reader goes over a
 * scanner by the tables of symbols.
 *
 * <p>Rejected: latex2unicode (Scala), SnuggleTeX and jbibtex (dormant; neither is bounded in time,
 * and prices and addresses are LaTeX to them).
 */
@NullMarked
package org.papertide.text.latex;

import org.jspecify.annotations.NullMarked;
