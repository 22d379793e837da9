/**
 * Which model holds: the writing side of {@code priors.v1}.
 *
 * <p>Flows in: the model that the service ships, those that an operator sends, and those that are
 * fitted to the stream. Flows out: announcements, the same to every partition: first as candidate,
 * then, when the operator activates one, to hold from an instant on. The stream obeys the log
 * alone, so that all partitions change at the same second and a replay does too. Rejected: a
 * setting per replica, by which replicas would rank by different models during a rollout.
 */
@NullMarked
package org.papertide.ranking.registry;

import org.jspecify.annotations.NullMarked;
