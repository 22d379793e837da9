/**
 * Papertide on one machine: everything that {@code ./papertide} runs.
 *
 * <p>Flows in: a command line. Flows out: an exit code. The packages below form no circle, in this
 * order: {@code command} (what the user types) → {@code supervisor} (the running pipeline) → {@code
 * stack} (the servers) and {@code demo} (the simulated source) → {@code data}, {@code health} and
 * {@code logging}.
 */
@NullMarked
package org.papertide.local;

import org.jspecify.annotations.NullMarked;
