/**
 * The contract of the streams for readers: the AsyncAPI document and the schemas as they ship, a
 * page of them, and their publication to a schema registry, where somebody has one.
 *
 * <p>Flows in: the documents in {@code events}. Flows out: bytes that are made once, at the start.
 * The page is written here, as plain HTML. Rejected: {@code @asyncapi/html-template}; it needs npm
 * at build time, and gives two megabytes of script for what is a few tables.
 */
@NullMarked
package org.papertide.ranking.api.contract;

import org.jspecify.annotations.NullMarked;
