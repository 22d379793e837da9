/**
 * Transactions, for services that have a database.
 *
 * <p>Flows in: work. Flows out: its result, committed; or that the database is away, apart from
 * what is the work's own fault.
 *
 * <p>A service has a database when {@code quarkus.datasource.db-kind} is set; in another one the
 * beans of this package are left out at build time, and need no Hibernate.
 */
@NullMarked
package org.papertide.platform.database;

import org.jspecify.annotations.NullMarked;
