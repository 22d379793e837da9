/** Papertide's ranking part. */
@NullMarked
package org.papertide.ranking;

import org.jspecify.annotations.NullMarked;
