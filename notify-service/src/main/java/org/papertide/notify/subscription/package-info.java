/**
 * Subscribers and their subscriptions, from request to end.
 *
 * <p>Flows in: the changes that {@code signup} decides on. Flows out: active subscriptions for
 * editions, addresses for deliveries. Owns the tables {@code subscriber} and {@code subscription},
 * and publishes the view {@code active_subscription} for the statements that plan.
 */
@NullMarked
package org.papertide.notify.subscription;

import org.jspecify.annotations.NullMarked;
