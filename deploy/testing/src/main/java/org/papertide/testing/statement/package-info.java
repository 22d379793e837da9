/**
 * Checks what a page or mail says against what the ranking's API says. The sentences are read back
 * into numbers here, apart from the code that writes them, so that a sentence that turns untrue is
 * found, not repeated.
 */
@NullMarked
package org.papertide.testing.statement;

import org.jspecify.annotations.NullMarked;
