/**
 * What is asked of ranking-service over HTTP: the vectors of texts, and searches.
 *
 * <p>Flows in: a reader's words. Flows out: what they mean as vectors, papers found. Nothing that
 * has to be done waits for an answer: what is due at an hour is made of what came by Kafka. Only
 * what a reader asks here and now is asked there: without an answer the page says so, and a theme's
 * vectors come later. Rejected: reading texts here, which would load a text model of 150 MB into
 * each service; sending texts over Kafka and waiting for vectors, which keeps what readers ask for
 * in a log.
 */
@NullMarked
package org.papertide.notify.ranking;

import org.jspecify.annotations.NullMarked;
