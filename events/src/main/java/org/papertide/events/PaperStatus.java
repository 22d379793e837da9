package org.papertide.events;

/** Where a paper stands. */
public enum PaperStatus {
    /** Listed by at least one source. */
    LISTED,
    /** Withdrawn by its authors or its archive. */
    WITHDRAWN,
    /** Known under another identity from now on: see {@link Paper#mergedInto()}. */
    MERGED
}
