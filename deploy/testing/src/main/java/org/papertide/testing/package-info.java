/** Papertide's testing part. */
@NullMarked
package org.papertide.testing;

import org.jspecify.annotations.NullMarked;
