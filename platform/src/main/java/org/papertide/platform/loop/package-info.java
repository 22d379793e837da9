/**
 * Work that is repeated in the background: the loop, its pauses, and its log.
 *
 * <p>Flows in: a turn of work. Flows out: its effects, and one line of log per cause of failure.
 *
 * <p>Quarkus's scheduler was rejected: most loops of the services must be woken before their time,
 * and retry with a growing pause; two mechanisms for background work are one too many.
 */
@NullMarked
package org.papertide.platform.loop;

import org.jspecify.annotations.NullMarked;
