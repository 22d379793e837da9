/**
 * Transactions, for services that have a database.
 *
 * <p>Flows in: work. Flows out: its committed result, or an exception that tells an absent database
 * from a fault of the work.
 *
 * <p>A service has a database when {@code quarkus.datasource.db-kind} is set; in another one the
 * beans of this package are left out at build time, and need no Hibernate.
 */
@NullMarked
package org.papertide.platform.database;

import org.jspecify.annotations.NullMarked;
