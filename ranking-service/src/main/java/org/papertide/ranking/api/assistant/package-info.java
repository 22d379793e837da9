/**
 * The same answers as tools for assistants (MCP).
 *
 * <p>Flows in: calls of tools, as many a minute as the settings say. Flows out: what the other
 * rooms answer, in words that a model reads.
 */
@NullMarked
package org.papertide.ranking.api.assistant;

import org.jspecify.annotations.NullMarked;
