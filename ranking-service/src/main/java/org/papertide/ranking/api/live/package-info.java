/**
 * Live events: rankings as they change, breakouts and scores as they come.
 *
 * <p>Flows in: changes of the read model, and the two topics. Flows out: Server-Sent Events, for as
 * long as a client stays. There is no queue per client.
 */
@NullMarked
package org.papertide.ranking.api.live;

import org.jspecify.annotations.NullMarked;
