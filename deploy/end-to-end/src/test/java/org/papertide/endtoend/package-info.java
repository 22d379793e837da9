/**
 * The three services as processes of their own, on the shared test stack, seen from outside: HTTP,
 * Kafka and mail.
 *
 * <p>Flows in: listings in the sources' formats, readers' requests. Flows out: rankings and mails.
 */
@NullMarked
package org.papertide.endtoend;

import org.jspecify.annotations.NullMarked;
