/** Facts about this package. */
@NullMarked
package org.papertide.platform.settings;

import org.jspecify.annotations.NullMarked;
