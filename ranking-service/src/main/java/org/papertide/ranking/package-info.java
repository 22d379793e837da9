/**
 * The ranking service: turns papers and signals into scores, rankings and breakouts, and answers
 * readers.
 *
 * <p>Its rooms: {@code bytes} writes and reads what is stored; {@code model} computes how much a
 * paper trends, and {@code model.training} fits its numbers; {@code topology} applies the model to
 * the stream; {@code stream} runs the topology; {@code meaning} turns texts into vectors; {@code
 * search} finds papers; {@code api} answers readers over HTTP; {@code registry} decides which model
 * is active; {@code assembly} puts the service together. {@code ArchitectureTest} says which may
 * know which.
 */
@NullMarked
package org.papertide.ranking;

import org.jspecify.annotations.NullMarked;
