/**
 * Subscribers and their subscriptions, from request to end.
 *
 * <p>Flows in: the changes that {@code signup} decides on. Flows out: active subscriptions for
 * editions, addresses for deliveries. Owns the tables {@code subscriber} and {@code subscription}.
 */
@NullMarked
package org.papertide.notify.subscription;

import org.jspecify.annotations.NullMarked;
