/**
 * The ranking service: turns papers and readings into scores, rankings and breakouts, and answers
 * readers.
 *
 * <p>{@code score} says how much a paper trends, {@code topology} applies it to the stream, {@code
 * reading} answers over HTTP. Here is what all services have: the clock, Kafka's address, and the
 * end with the parent process.
 */
@NullMarked
package org.papertide.ranking;

import org.jspecify.annotations.NullMarked;
