package org.papertide.ranking.bytes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a stored form. Numbers have their highest byte first. Grows as needed; each method returns
 * this writer.
 */
public final class ByteWriter {

    private ByteBuffer out;

    /** A writer with room for that many bytes before it grows. */
    public ByteWriter(int expected) {
        out = ByteBuffer.allocate(Math.max(16, expected));
    }

    private ByteBuffer room(int bytes) {
        if (out.remaining() < bytes) {
            int size = Math.max(out.position() + bytes, 2 * out.capacity());
            out = ByteBuffer.allocate(size).put(out.flip());
        }
        return out;
    }

    /** The lowest 8 bits. */
    public ByteWriter writeByte(int value) {
        room(1).put((byte) value);
        return this;
    }

    /** The lowest 16 bits. */
    public ByteWriter writeShort(int value) {
        room(2).putShort((short) value);
        return this;
    }

    public ByteWriter writeInt(int value) {
        room(4).putInt(value);
        return this;
    }

    public ByteWriter writeLong(long value) {
        room(8).putLong(value);
        return this;
    }

    public ByteWriter writeDouble(double value) {
        room(8).putDouble(value);
        return this;
    }

    /**
     * Seven bits a byte, the lowest first: small numbers are short. Negative ones take ten bytes.
     */
    public ByteWriter writeVariable(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            writeByte((int) (rest | 0x80));
            rest >>>= 7;
        }
        return writeByte((int) rest);
    }

    /** As {@link #writeVariable}, but a number near 0 is short whatever its sign. */
    public ByteWriter writeSigned(long value) {
        return writeVariable((value << 1) ^ (value >> 63));
    }

    /** The bytes, without their number. */
    public ByteWriter writeBytes(byte[] bytes) {
        room(bytes.length).put(bytes);
        return this;
    }

    /** At most 65,535 bytes, after their number in two bytes. */
    public ByteWriter writeShortBytes(byte[] bytes) {
        return writeShort(bytes.length).writeBytes(bytes);
    }

    /** At most 65,535 bytes of UTF-8, after their number in two bytes. */
    public ByteWriter writeText(String text) {
        return writeShortBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** At most eight values: a bit for each that is a number, then those that are. */
    public ByteWriter writePresent(double[] values) {
        int mask = 0;
        for (int i = 0; i < values.length; i++) {
            mask |= Double.isNaN(values[i]) ? 0 : 1 << i;
        }
        writeByte(mask);
        for (double value : values) {
            if (!Double.isNaN(value)) {
                writeDouble(value);
            }
        }
        return this;
    }

    /** What was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(out.array(), out.position());
    }
}
