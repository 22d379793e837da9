/** Mails in words. */
@NullMarked
package org.papertide.notify.message;

import org.jspecify.annotations.NullMarked;
