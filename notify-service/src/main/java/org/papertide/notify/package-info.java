/**
 * The notify service: turns scores, rankings and breakouts into mail for those who asked for it.
 *
 * <p>Read the packages in this order: {@code candidates} (what the ranking sent, kept for digests),
 * {@code subscription} (who asked for what), {@code edition} (what is sent to whom, and when),
 * {@code message} (how it reads), {@code delivery} (how it is sent and accounted for), {@code site}
 * (pages).
 */
@NullMarked
package org.papertide.notify;

import org.jspecify.annotations.NullMarked;
