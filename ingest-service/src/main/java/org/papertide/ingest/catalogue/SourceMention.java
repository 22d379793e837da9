package org.papertide.ingest.catalogue;

import java.time.Instant;

/**
 * That a source told of a paper.
 *
 * @param source its name
 * @param at when it last told something that was kept
 */
record SourceMention(String source, Instant at) {}
