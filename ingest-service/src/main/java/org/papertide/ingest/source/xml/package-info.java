/**
 * Hostile XML, record by record.
 *
 * <p>Flows in: the bytes of a feed. Flows out: one small tree per record, in the feed's order. No
 * document types, no entities of its own, no external ones; depth, attributes, names, text and
 * nodes per record are bounded, so memory does not grow with the file.
 *
 * <p>Woodstox and not the JDK's StAX parser: that one keeps attribute values and comments of any
 * size in memory, and its limits are set by system properties for the whole process.
 */
@NullMarked
package org.papertide.ingest.source.xml;

import org.jspecify.annotations.NullMarked;
