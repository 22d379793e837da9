package org.papertide.ingest.source;

import java.io.InputStream;
import java.util.function.Consumer;

/** Reads one form of listing. */
@FunctionalInterface
public interface ListingParser {

    /**
     * Streams through the input, never holding it, and hands on what is in it. The input is plain
     * (unpacked) and is not closed.
     *
     * @param out is given every complete record before the place where the input turns out to be
     *     unreadable; what it throws comes out of here as it is
     * @throws UnreadableListingException if the input as a whole cannot be read (on)
     * @throws java.io.UncheckedIOException if the stream fails for a reason of its own
     */
    void parse(InputStream in, Consumer<Item> out);
}
