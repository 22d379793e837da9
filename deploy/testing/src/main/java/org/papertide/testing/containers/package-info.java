/**
 * The test stack on containers, behind the same process as the embedded one: the same arguments,
 * the same ready file, the same commands.
 */
@NullMarked
package org.papertide.testing.containers;

import org.jspecify.annotations.NullMarked;
