/**
 * Hugging Face daily papers: a list per day that people vote on.
 *
 * <p>Flows in: the JSON of {@code /api/daily_papers}, as it comes or as archivers wrap it. Flows
 * out: papers, and signals of upvotes, comments and GitHub stars.
 *
 * <p>What is odd on purpose: the outer {@code publishedAt} is the inner one shifted by some hours
 * and not read; comments are counted outside of {@code paper}, upvotes and stars in it; a field
 * that is not there says nothing ("no stars" and "no repository" are different things), so it gives
 * no signal.
 */
@NullMarked
package org.papertide.ingest.source.huggingface;

import org.jspecify.annotations.NullMarked;
