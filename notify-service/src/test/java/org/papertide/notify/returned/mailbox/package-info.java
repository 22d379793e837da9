/** Tests. */
@NullMarked
package org.papertide.notify.returned.mailbox;

import org.jspecify.annotations.NullMarked;
