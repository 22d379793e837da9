/** Facts about this package. */
@NullMarked
package org.papertide.platform.database;

import org.jspecify.annotations.NullMarked;
