package org.papertide.ranking.bytes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads what a {@link ByteWriter} wrote. Every method throws an {@link UnreadableBytesException}
 * that names the form if the bytes end before the value does.
 */
public final class ByteReader {

    private final String form;
    private final ByteBuffer in;

    /**
     * A reader at the first byte.
     *
     * @param form what is read, in words, for messages
     */
    public ByteReader(String form, byte[] bytes) {
        this(form, ByteBuffer.wrap(bytes));
    }

    private ByteReader(String form, ByteBuffer in) {
        this.form = form;
        this.in = in;
    }

    private ByteBuffer next(int bytes) {
        if (bytes < 0 || in.remaining() < bytes) {
            throw unreadable("truncated");
        }
        return in;
    }

    /** The exception for bytes that are in no known form. */
    public UnreadableBytesException unreadable(String reason) {
        return new UnreadableBytesException(form + ": " + reason);
    }

    /** Reads the number of a form, and throws unless it is this one. */
    public ByteReader expectFormat(int known) {
        int format = readByte();
        if (format != known) {
            throw unreadable("written in format " + format);
        }
        return this;
    }

    /** From -128 to 127. */
    public int readByte() {
        return next(1).get();
    }

    /** From 0 to 65,535. */
    public int readShort() {
        return Short.toUnsignedInt(next(2).getShort());
    }

    public int readInt() {
        return next(4).getInt();
    }

    public long readLong() {
        return next(8).getLong();
    }

    public double readDouble() {
        return next(8).getDouble();
    }

    /** What {@link ByteWriter#writeVariable} wrote. */
    public long readVariable() {
        long number = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = readByte();
            number |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw unreadable("a number without end");
    }

    /** What {@link ByteWriter#writeSigned} wrote. */
    public long readSigned() {
        long number = readVariable();
        return (number >>> 1) ^ -(number & 1);
    }

    /** That many bytes. */
    public byte[] readBytes(int count) {
        ByteBuffer next = next(count);
        byte[] bytes = new byte[count];
        next.get(bytes);
        return bytes;
    }

    /** What {@link ByteWriter#writeShortBytes} wrote. */
    public byte[] readShortBytes() {
        return readBytes(readShort());
    }

    /** What {@link ByteWriter#writeText} wrote. */
    public String readText() {
        return new String(readShortBytes(), StandardCharsets.UTF_8);
    }

    /** What {@link ByteWriter#writePresent} wrote of an array of that length; NaN is absent. */
    public void readPresent(double[] values) {
        int mask = readByte();
        for (int i = 0; i < values.length; i++) {
            values[i] = (mask & 1 << i) != 0 ? readDouble() : Double.NaN;
        }
    }

    /** Skips what {@link ByteWriter#writePresent} wrote. */
    public ByteReader skipPresent() {
        return skip(8 * Integer.bitCount(readByte() & 0xff));
    }

    /** Skips that many bytes. */
    public ByteReader skip(int count) {
        ByteBuffer next = next(count);
        next.position(next.position() + count);
        return this;
    }

    /** How many bytes are left. */
    public int remaining() {
        return in.remaining();
    }

    /** All bytes that are left. */
    public byte[] readRest() {
        return readBytes(in.remaining());
    }

    /** Another reader at the same place. */
    public ByteReader copy() {
        return new ByteReader(form, in.duplicate());
    }
}
