/**
 * Asks a service of the local stack whether it is ready.
 *
 * <p>Flows in: a port. Flows out: ready, waiting for named dependencies, or silent. {@code up} and
 * {@code status} both read it.
 */
@NullMarked
package org.papertide.local.health;

import org.jspecify.annotations.NullMarked;
