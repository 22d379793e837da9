/** Facts about this package. */
@NullMarked
package org.papertide.platform.hashing;

import org.jspecify.annotations.NullMarked;
