package org.papertide.ranking.api;

import java.time.Instant;

/**
 * A score of the past.
 *
 * @param at when
 * @param score expected further upvote-equivalents in the 24 hours from then
 */
public record PointInTime(Instant at, double score) {}
