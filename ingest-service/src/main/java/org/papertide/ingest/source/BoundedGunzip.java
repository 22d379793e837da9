package org.papertide.ingest.source;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.papertide.ingest.source.UnreadableListingException.Flaw;

/**
 * The plain bytes of an input that is packed with gzip or not, within the {@link ImportLimits}.
 * What goes wrong comes out as the exceptions of {@link ListingParser#parse}, never as {@link
 * IOException}: so it passes through the format's own parser as it is.
 */
public final class BoundedGunzip extends InputStream {

    private static final int BUFFER_BYTES = 16_384;
    private static final long MAX_ANSWER_BYTES = 16L << 20;
    private static final long UNCHECKED_BYTES = 8L << 20;

    private final Counting packed;
    private final InputStream plain;
    private final long maxBytes;
    private final int maxExpansion;
    private final boolean gzip;
    private long count;
    private @Nullable RuntimeException failure;

    /** Looks at the first bytes at once. */
    public BoundedGunzip(InputStream in, ImportLimits limits) {
        this(in, limits.maxBytes(), limits.maxExpansion());
    }

    private BoundedGunzip(InputStream in, long maxBytes, int maxExpansion) {
        this.maxBytes = maxBytes;
        this.maxExpansion = maxExpansion;
        packed = new Counting(in);
        PushbackInputStream peeking = new PushbackInputStream(packed, 2);
        try {
            byte[] magic = peeking.readNBytes(2);
            peeking.unread(magic);
            gzip = magic.length == 2 && magic[0] == (byte) 0x1f && magic[1] == (byte) 0x8b;
            plain = gzip ? new WholeGunzip(peeking) : peeking;
        } catch (IOException e) {
            throw translate(e);
        }
    }

    /** The plain bytes of a source's answer, which is held in memory: at most 16 MiB of them. */
    public static BoundedGunzip ofAnswer(InputStream in, ImportLimits limits) {
        return new BoundedGunzip(
                in, Math.min(MAX_ANSWER_BYTES, limits.maxBytes()), limits.maxExpansion());
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        if (failure != null) {
            throw failure;
        }
        try {
            int read = plain.read(bytes, offset, length);
            count += Math.max(read, 0);
            checkSize();
            return read;
        } catch (IOException e) {
            failure = translate(e);
            throw failure;
        } catch (UnreadableListingException e) {
            failure = e;
            throw e;
        }
    }

    private void checkSize() {
        if (count > maxBytes) {
            throw new UnreadableListingException(
                    Flaw.TOO_LARGE,
                    "larger than %,d bytes unpacked, the limit".formatted(maxBytes));
        }
        if (gzip && count > UNCHECKED_BYTES && count / maxExpansion > packed.count) {
            throw new UnreadableListingException(
                    Flaw.HOSTILE,
                    "expands to more than %d times its packed size".formatted(maxExpansion));
        }
    }

    private static RuntimeException translate(IOException e) {
        if (e instanceof EOFException) {
            return new UnreadableListingException(
                    Flaw.TRUNCATED, "the packed input ends in the middle", e);
        }
        if (e instanceof ZipException) {
            return new UnreadableListingException(
                    Flaw.MALFORMED, "the packed input is damaged: " + e.getMessage(), e);
        }
        return new UncheckedIOException("reading a listing", e);
    }

    /**
     * Fails if something stands behind the last packed part that is none itself: {@link
     * GZIPInputStream} takes that for the end, and a part whose beginning is damaged with it. Fails
     * also at many empty parts in a row: each is read by a call within that of the one before.
     */
    private static final class WholeGunzip extends GZIPInputStream {

        /** A check sum and a length. */
        private static final int TRAILER_BYTES = 8;

        /** Tools write one, at the end; each costs two frames of the stack. */
        private static final int MAX_EMPTY = 100;

        private int within;

        WholeGunzip(InputStream packed) throws IOException {
            super(new Peeking(packed), BUFFER_BYTES);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (within > MAX_EMPTY) {
                throw new UnreadableListingException(
                        Flaw.HOSTILE,
                        "more than %d empty packed parts in a row".formatted(MAX_EMPTY));
            }
            int read;
            within++;
            try {
                read = super.read(bytes, offset, length);
            } finally {
                within--;
            }
            if (read < 0 && (inf.getRemaining() > TRAILER_BYTES || in.read() >= 0)) {
                throw new ZipException("what follows the first part is not packed");
            }
            return read;
        }
    }

    /** Knows whether there is more, which {@link GZIPInputStream} asks between two parts. */
    private static final class Peeking extends BufferedInputStream {

        Peeking(InputStream in) {
            super(in, BUFFER_BYTES);
        }

        @Override
        public synchronized int available() throws IOException {
            int known = super.available();
            if (known > 0) {
                return known;
            }
            mark(1);
            int next = read();
            reset();
            return next < 0 ? 0 : 1;
        }
    }

    /** Counts the bytes before unpacking. */
    private static final class Counting extends InputStream {
        private final InputStream in;
        private long count;

        Counting(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            count += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            count += Math.max(read, 0);
            return read;
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }
    }
}
