/**
 * Which priors hold: the writing side of {@code priors.v1}.
 *
 * <p>In flow the priors that the service ships, those that an operator sends and those that the
 * stream itself teaches; out flow announcements, the same to every partition: first on trial, then,
 * on the operator's word, to hold from an instant on. The stream obeys the log alone, so that all
 * partitions change at the same second and a replay does too. Rejected: a setting per replica, by
 * which replicas would rank by different priors while it is rolled out.
 */
@NullMarked
package org.papertide.ranking.registry;

import org.jspecify.annotations.NullMarked;
