/**
 * What texts mean: text models that run in this process, and the vectors that they make.
 *
 * <p>Without a model, because none is wanted or it cannot be read, {@link
 * org.papertide.ranking.meaning.TextModels#present} is empty, and searches go by words.
 *
 * <p>A vector says something only beside vectors of the same model. So a record of {@code
 * embeddings.v1} has the vectors of two models while one takes over from another, and searches go
 * by the new one only when it covers as many papers as the old one. Rejected: a record for each
 * paper and model, whose key would not be the paper's; a topic for each model, which somebody has
 * to make, allow and delete; to go by the new model at once, for then a search finds only what has
 * been made again, an hour long for 100,000 papers.
 */
@NullMarked
package org.papertide.ranking.meaning;

import org.jspecify.annotations.NullMarked;
