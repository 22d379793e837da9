/** Facts about this package. */
@NullMarked
package org.papertide.platform.loop;

import org.jspecify.annotations.NullMarked;
