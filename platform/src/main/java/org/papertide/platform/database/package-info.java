/**
 * Transactions, for services that have a database.
 *
 * <p>Flows in: work. Flows out: its result, committed; or that the database is away, apart from
 * what is the work's own fault.
 *
 * <p>Nothing here is a bean, since one service has no database: the others make theirs in a few
 * lines ({@code DatabaseDependency.watch}, {@code new JtaDatabase}).
 */
@NullMarked
package org.papertide.platform.database;

import org.jspecify.annotations.NullMarked;
