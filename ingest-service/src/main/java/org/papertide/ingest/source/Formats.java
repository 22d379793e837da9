package org.papertide.ingest.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** All known forms of listing, recognised from the content, packed with gzip or not. */
public final class Formats {

    private static final int OPENING_BYTES = 16_384;

    private final List<ListingFormat> formats;

    public Formats(List<ListingFormat> formats) {
        this.formats = List.copyOf(formats);
    }

    /**
     * Recognises the form of an input and hands on what is in it, as {@link ListingParser#parse}.
     *
     * @param recognised is told the form's name before the first item
     * @throws UnreadableListingException also if the form is not known
     */
    public void parse(InputStream in, Consumer<String> recognised, Consumer<Item> out) {
        BufferedInputStream buffered = new BufferedInputStream(in, OPENING_BYTES);
        Opening opening = opening(buffered);
        for (ListingFormat format : formats) {
            if (format.recognises(opening)) {
                recognised.accept(format.name());
                format.parse(buffered, out);
                return;
            }
        }
        throw new UnreadableListingException(
                UnreadableListingException.Flaw.UNKNOWN_FORMAT,
                "none of the " + formats.size() + " known forms of listing");
    }

    private static Opening opening(BufferedInputStream in) {
        try {
            in.mark(OPENING_BYTES);
            byte[] bytes = in.readNBytes(OPENING_BYTES - 1);
            in.reset();
            return new Opening(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("reading the beginning of a listing", e);
        }
    }
}
