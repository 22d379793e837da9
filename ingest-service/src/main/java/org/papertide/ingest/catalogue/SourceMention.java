package org.papertide.ingest.catalogue;

import java.time.Instant;

/**
 * That a source lists a paper.
 *
 * @param source its name
 * @param at when it last had something that was kept
 */
record SourceMention(String source, Instant at) {}
