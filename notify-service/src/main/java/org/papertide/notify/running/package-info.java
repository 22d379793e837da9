/**
 * How the service reaches its tables: work with repositories, in transactions of JTA, or of JDBC
 * alone where they are many. And what a process remembers, within a bound.
 *
 * <p>Flows in: work. Flows out: its result, committed.
 */
@NullMarked
package org.papertide.notify.running;

import org.jspecify.annotations.NullMarked;
