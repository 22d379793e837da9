/**
 * Answers readers over HTTP: the rankings of the present and of the past, a paper with its history,
 * and why it does not rank; as JSON, as feeds, as live events, and as tools for assistants.
 *
 * <p>Flows in: {@code rankings.v1}, {@code past-rankings.v1}, {@code scores.v1} and {@code
 * papers.v1}. Every replica holds all of them, so any replica answers alone; a new one answers when
 * it has read them. Flows out: answers with a strong ETag; errors are RFC 9457 problems.
 *
 * <p>Each subject is a room of its own. {@code http} and {@code parameter} know none of the others;
 * {@code readmodel} is what all subjects read; {@code assistant} asks the other subjects.
 */
@NullMarked
package org.papertide.ranking.api;

import org.jspecify.annotations.NullMarked;
