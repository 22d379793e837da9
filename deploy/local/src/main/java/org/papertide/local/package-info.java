/** Papertide's local part. */
@NullMarked
package org.papertide.local;

import org.jspecify.annotations.NullMarked;
