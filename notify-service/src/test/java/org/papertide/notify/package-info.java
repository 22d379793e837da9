/** Tests of the notify service as a whole. */
@NullMarked
package org.papertide.notify;

import org.jspecify.annotations.NullMarked;
