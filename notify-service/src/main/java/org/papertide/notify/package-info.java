/** Papertide's notify part. */
@NullMarked
package org.papertide.notify;

import org.jspecify.annotations.NullMarked;
