/**
 * Regular expressions of the sources, and how the work of each grows with its input. Sources flow
 * in, expressions and hostile texts made from them flow out.
 *
 * <p>Rejected: RE2 for all, whose expressions have no look-around, and which the events module
 * cannot bring to its users; a time limit, which a slow machine exceeds and a fast one does not.
 */
@NullMarked
package org.papertide.testing.regex;

import org.jspecify.annotations.NullMarked;
