/** Papertide on one machine: everything that {@code ./papertide} runs. */
@NullMarked
package org.papertide.local;

import org.jspecify.annotations.NullMarked;
