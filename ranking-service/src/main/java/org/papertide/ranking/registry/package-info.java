/**
 * Decides which trend model is active; the writing side of {@code priors.v1}.
 *
 * <p>Flows in: the shipped model, models that an operator sends, and models that are fitted to the
 * stream. Flows out: announcements, the same to every partition. A model is announced for a trial
 * first; when an operator activates it, a second announcement names the instant. The stream reads
 * the log alone, so all partitions change at the same second, and a replay does too. Rejected: a
 * setting per replica. Replicas would rank by different models during a rollout.
 */
@NullMarked
package org.papertide.ranking.registry;

import org.jspecify.annotations.NullMarked;
