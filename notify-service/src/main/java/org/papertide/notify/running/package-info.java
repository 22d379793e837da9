/**
 * How the service reaches its tables: work with repositories, in transactions.
 *
 * <p>Flows in: work. Flows out: its result, committed.
 */
@NullMarked
package org.papertide.notify.running;

import org.jspecify.annotations.NullMarked;
