/** Tests. */
@NullMarked
package org.papertide.notify.edition;

import org.jspecify.annotations.NullMarked;
