package org.papertide.ranking.search;

/**
 * What a query means.
 *
 * @param vector its direction
 * @param floor a paper whose cosine is not above this one means something else
 */
public record QueryVector(ModelVector vector, float floor) {}
