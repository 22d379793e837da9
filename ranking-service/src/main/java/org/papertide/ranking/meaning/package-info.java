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
 *
 * <p>Flows in: {@code papers.v1}, and {@code embeddings.v1} to know what is made. Flows out: {@code
 * embeddings.v1}, and vectors of texts over HTTP. Embeddings are made by a consumer in a group of
 * its own, on one thread that pauses after each text. Rejected: a stage of the ranking's stream,
 * which would wait for the model; a Kafka Streams application beside it, which restores a store
 * from its source topic only as far as it has committed, and so would make again what a killed
 * process had sent, and everything under a new model; a store with a change log, a second copy of
 * all vectors and texts.
 *
 * <p>The model is in the process. Rejected: a server for models, one more to run.
 */
@NullMarked
package org.papertide.ranking.meaning;

import org.jspecify.annotations.NullMarked;
