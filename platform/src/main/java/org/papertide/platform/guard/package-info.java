/**
 * Which requests the service takes over HTTP: which client a request comes from, by which name it
 * asks, how many connections one client holds, how long a request may take to arrive, and how
 * clients share work that costs much.
 *
 * <p>Flows in: connections and requests of strangers. Flows out: those within the limits, and the
 * client of each. Neither Quarkus nor Vert.x has any of this: they believe the first address that
 * anybody writes into a header, take every host's name, and count no connections by client.
 */
@NullMarked
package org.papertide.platform.guard;

import org.jspecify.annotations.NullMarked;
