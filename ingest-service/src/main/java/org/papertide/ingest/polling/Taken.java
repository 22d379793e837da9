package org.papertide.ingest.polling;

/**
 * What became of items: how many papers were new, changed and unchanged, how many readings were new
 * (published), and how many records were refused.
 */
public record Taken(long added, long changed, long unchanged, long readings, long refused) {

    /** Nothing at all. */
    public static final Taken NONE = new Taken(0, 0, 0, 0, 0);

    /** Both together. */
    public Taken plus(Taken other) {
        return new Taken(
                added + other.added,
                changed + other.changed,
                unchanged + other.unchanged,
                readings + other.readings,
                refused + other.refused);
    }
}
