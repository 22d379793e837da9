/** Tests. */
@NullMarked
package org.papertide.notify.subscription;

import org.jspecify.annotations.NullMarked;
