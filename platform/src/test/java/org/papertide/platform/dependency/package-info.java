/** Facts about this package. */
@NullMarked
package org.papertide.platform.dependency;

import org.jspecify.annotations.NullMarked;
