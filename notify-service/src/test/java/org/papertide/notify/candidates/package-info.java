/** Tests. */
@NullMarked
package org.papertide.notify.candidates;

import org.jspecify.annotations.NullMarked;
