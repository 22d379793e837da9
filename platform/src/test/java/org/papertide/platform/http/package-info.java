/** Facts about this package. */
@NullMarked
package org.papertide.platform.http;

import org.jspecify.annotations.NullMarked;
