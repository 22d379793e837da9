/**
 * The test stack on containers, behind the same process as the embedded one: the same arguments,
 * the same file that says it is ready, the same commands.
 */
@NullMarked
package org.papertide.testing.containers;

import org.jspecify.annotations.NullMarked;
