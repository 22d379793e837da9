/** Facts about this package. */
@NullMarked
package org.papertide.platform.tracing;

import org.jspecify.annotations.NullMarked;
