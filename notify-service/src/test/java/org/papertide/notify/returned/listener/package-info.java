/** Tests. */
@NullMarked
package org.papertide.notify.returned.listener;

import org.jspecify.annotations.NullMarked;
