/** Tests. */
@NullMarked
package org.papertide.notify.candidate;

import org.jspecify.annotations.NullMarked;
