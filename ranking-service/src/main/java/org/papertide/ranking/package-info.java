/**
 * The ranking service: turns papers and signals into scores, rankings and breakouts, and answers
 * readers.
 *
 * <p>Its rooms, each of which knows only those before it: {@code model} computes how much a paper
 * trends, and {@code model.training} fits its numbers; {@code topology} applies the model to the
 * stream; {@code stream} runs the topology; {@code api} answers readers over HTTP; {@code registry}
 * decides which model is active.
 */
@NullMarked
package org.papertide.ranking;

import org.jspecify.annotations.NullMarked;
