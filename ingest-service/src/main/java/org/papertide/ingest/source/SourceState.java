package org.papertide.ingest.source;

/** How a source stands, as operators see it. */
public enum SourceState {
    /** It answered, with something new. */
    FRESH,
    /** It answered; there was nothing new, as is usual at this hour. */
    QUIET,
    /** It answered; nothing is expected today (weekend, holiday of the source). */
    HOLIDAY,
    /** It turned us away (too many requests, forbidden); the next run waits longer. */
    REFUSED,
    /** It answers, but has had nothing new for longer than is usual. */
    STALE,
    /** Some of its answer was taken; the rest is missing or was unreadable. */
    PARTIAL,
    /** No answer, or none that could be read. */
    FAILED,
    /** Switched off, or all polling is. */
    DISABLED
}
