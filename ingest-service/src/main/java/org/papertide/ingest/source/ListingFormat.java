package org.papertide.ingest.source;

/** A form of listing that is recognised from its content. Beans of this type are found by type. */
public interface ListingFormat extends ListingParser {

    /** Its name for people, such as {@code arXiv Atom}. */
    String name();

    /** Whether an input that begins like this is in this form. At most one format says so. */
    boolean recognises(ContentPrefix opening);
}
