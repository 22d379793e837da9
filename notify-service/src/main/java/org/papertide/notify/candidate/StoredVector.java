package org.papertide.notify.candidate;

/**
 * A vector of a paper as it is kept.
 *
 * @param paperId the paper
 * @param model that made it
 * @param body a {@link org.papertide.events.TextVector} as JSON
 */
record StoredVector(String paperId, String model, String body) {}
