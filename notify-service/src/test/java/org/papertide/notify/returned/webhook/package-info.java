/** Tests. */
@NullMarked
package org.papertide.notify.returned.webhook;

import org.jspecify.annotations.NullMarked;
