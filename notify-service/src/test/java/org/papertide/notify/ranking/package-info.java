/** Tests of the package of the same name. */
@NullMarked
package org.papertide.notify.ranking;

import org.jspecify.annotations.NullMarked;
