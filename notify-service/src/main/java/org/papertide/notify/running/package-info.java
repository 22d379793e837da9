/**
 * How the service reaches its tables: transactions, and SQL in them.
 *
 * <p>Flows in: statements. Flows out: rows, committed changes.
 */
@NullMarked
package org.papertide.notify.running;

import org.jspecify.annotations.NullMarked;
