/**
 * Files of others as text, in whichever encoding of Unicode their programs wrote them.
 *
 * <p>Flows in: bytes, of which nobody said in which encoding they are. Flows out: the encoding, or
 * the same text as UTF-8.
 */
@NullMarked
package org.papertide.text.encoding;

import org.jspecify.annotations.NullMarked;
