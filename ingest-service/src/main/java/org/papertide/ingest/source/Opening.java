package org.papertide.ingest.source;

/**
 * How an (unpacked) input begins: what formats are recognised from.
 *
 * @param text the first characters, decoded; bytes that are no text come out as U+FFFD
 */
public record Opening(String text) {}
