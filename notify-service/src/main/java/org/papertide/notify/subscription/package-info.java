/**
 * Subscribers and their subscriptions, from request to end.
 *
 * <p>Flows in: the changes that {@code signup} decides on. Flows out: active subscriptions for
 * editions, addresses for deliveries. Owns the tables {@code subscriber}, {@code subscription} and
 * {@code theme}, and publishes the view {@code active_subscription} for the statements that plan.
 *
 * <p>A theme's vectors and its bar are kept once for all subscriptions that have it. A row has the
 * reader's words, and is deleted with the last of its subscriptions. Rejected: to keep them with
 * each subscription, where two readers of one filter could have different bars.
 */
@NullMarked
package org.papertide.notify.subscription;

import org.jspecify.annotations.NullMarked;
