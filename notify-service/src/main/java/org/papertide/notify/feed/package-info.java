/**
 * What a subscription asks for, as a feed for feed readers, under an address of its own.
 *
 * <p>Flows in: the token of an address, the interest of its subscription, and the candidates of a
 * week. Flows out: the papers that pass, as Atom, RSS 2.0 or JSON Feed.
 *
 * <p>The address is all that is needed to read it, as feed readers know no other way. So its token
 * opens nothing else, the reader can have another one made, and it ends with the subscription.
 * Rejected: a WebSub hub for these feeds. It would be told the address, and whoever has the address
 * has the feed.
 */
@NullMarked
package org.papertide.notify.feed;

import org.jspecify.annotations.NullMarked;
