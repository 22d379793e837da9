/** Facts about this package. */
@NullMarked
package org.papertide.platform;

import org.jspecify.annotations.NullMarked;
