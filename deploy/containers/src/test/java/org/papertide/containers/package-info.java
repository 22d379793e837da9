/**
 * Papertide's images as an operator runs them: containers of Kafka, PostgreSQL, a mail server and
 * the services on a network of their own.
 *
 * <p>Flows in: images that {@code ./papertide images} made. Flows out: what readers see, what
 * topics, accounts and mailboxes hold; no test reads a log.
 *
 * <p>They run with {@code -Dpapertide.stack=containers}; the faults that take minutes with {@code
 * -Dpapertide.faults=all} as well. The images' tag is {@code -Dpapertide.images.tag}.
 */
@NullMarked
package org.papertide.containers;

import org.jspecify.annotations.NullMarked;
