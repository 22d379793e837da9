/** Tests. */
@NullMarked
package org.papertide.notify.delivery;

import org.jspecify.annotations.NullMarked;
