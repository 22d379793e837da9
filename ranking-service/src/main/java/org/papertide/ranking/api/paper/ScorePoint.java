package org.papertide.ranking.api.paper;

import java.time.Instant;

/**
 * A score at an instant.
 *
 * @param at the instant
 * @param score expected further upvote-equivalents in the 24 hours after that instant
 */
public record ScorePoint(Instant at, double score) {}
