/**
 * Finds papers by words and by meaning.
 *
 * <p>Flows in: {@code papers.v1} and {@code embeddings.v1}. Each replica keeps an index of its own
 * (Apache Lucene), which is derived from them and can be deleted at any time. Flows out: papers in
 * the order of their relevance, for {@code api}.
 *
 * <p>The index has one document for each paper: the words of its title, abstract and authors, its
 * ids, categories and date, its vector, and the paper itself. Scores are not in it: they change all
 * the time, and {@code api} joins them from its own store.
 */
@NullMarked
package org.papertide.ranking.search;

import org.jspecify.annotations.NullMarked;
