package org.papertide.ingest.polling;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What became of items: how many papers were new, changed and unchanged, how many signals were new
 * (published), and how many records were refused.
 */
public record IngestCounts(
        long added,
        long changed,
        long unchanged,
        @JsonProperty("readings") long signals,
        long refused) {

    /** Nothing at all. */
    public static final IngestCounts NONE = new IngestCounts(0, 0, 0, 0, 0);

    /** Both together. */
    public IngestCounts plus(IngestCounts other) {
        return new IngestCounts(
                added + other.added,
                changed + other.changed,
                unchanged + other.unchanged,
                signals + other.signals,
                refused + other.refused);
    }
}
