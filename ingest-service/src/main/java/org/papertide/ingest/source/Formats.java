package org.papertide.ingest.source;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.papertide.ingest.source.UnreadableListingException.Flaw;

/** All known forms of listing, recognised from the content, packed with gzip or not. */
@Singleton
public final class Formats {

    private static final int OPENING_BYTES = 16_384;

    private final List<ListingFormat> formats;
    private final ImportLimits limits;

    public Formats(@All List<ListingFormat> formats, ImportLimits limits) {
        this.formats = List.copyOf(formats);
        this.limits = limits;
    }

    /**
     * Recognises the form of an input and hands on what is in it, as {@link ListingParser#parse}.
     *
     * @param recognised receives the name of the format before the first item
     * @throws UnreadableListingException also if the form is not known
     * @throws UncheckedIOException also if the input broke off before its form could be known
     */
    public void parse(InputStream in, Consumer<String> recognised, Consumer<Item> out) {
        BufferedInputStream plain =
                new BufferedInputStream(new BoundedGunzip(in, limits), OPENING_BYTES);
        Opening read = opening(plain);
        ContentPrefix opening = read.prefix();
        if (opening.text().isEmpty()) {
            throw new UnreadableListingException(Flaw.EMPTY, "nothing in it");
        }
        for (ListingFormat format : formats) {
            if (format.recognises(opening)) {
                recognised.accept(format.name());
                format.parse(plain, out);
                return;
            }
        }
        if (read.broken() != null) {
            throw read.broken();
        }
        throw new UnreadableListingException(
                Flaw.UNKNOWN_FORMAT,
                "begins with '%s', which none of the known forms does (%s)"
                        .formatted(
                                opening.abbreviated(),
                                formats.stream()
                                        .map(ListingFormat::name)
                                        .sorted()
                                        .collect(Collectors.joining(", "))));
    }

    /**
     * How an input begins.
     *
     * @param broken why no more could be read of it, if so
     */
    private record Opening(ContentPrefix prefix, @Nullable UncheckedIOException broken) {}

    /**
     * What can be read of the beginning; if it breaks off, the parser will meet the break again.
     */
    private static Opening opening(BufferedInputStream in) {
        byte[] bytes = new byte[OPENING_BYTES - 1];
        int length = 0;
        UncheckedIOException broken = null;
        in.mark(OPENING_BYTES);
        try {
            for (int read = 0; read >= 0 && length < bytes.length; ) {
                length += read;
                read = in.read(bytes, length, bytes.length - length);
            }
        } catch (UnreadableListingException e) {
            if (length == 0) {
                throw e;
            }
        } catch (UncheckedIOException e) {
            if (length == 0) {
                throw e;
            }
            broken = e;
        } catch (IOException e) {
            throw new UncheckedIOException("reading the beginning of a listing", e);
        }
        try {
            in.reset();
        } catch (IOException e) {
            throw new UncheckedIOException("going back to the beginning of a listing", e);
        }
        return new Opening(ContentPrefix.of(Arrays.copyOf(bytes, length)), broken);
    }
}
