/**
 * The notify service: turns scores, rankings and breakouts into mail for those who asked for it.
 *
 * <p>Read the packages in this order: {@code interest} (what a subscription asks for), {@code
 * candidate} (what the ranking sent), {@code token} (signed links), {@code subscription} (who
 * subscribed), {@code suppression} (whom not to mail), {@code message} (what a mail says), {@code
 * ledger} (what became of each mail), {@code edition} (what is sent to whom, and when), {@code
 * smtp} (one mail and one server), {@code delivery} (the workers that send), {@code signup} (from
 * request to unsubscription), {@code site} (pages). A package uses only those before it.
 */
@NullMarked
package org.papertide.notify;

import org.jspecify.annotations.NullMarked;
