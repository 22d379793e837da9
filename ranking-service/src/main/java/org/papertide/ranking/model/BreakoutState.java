package org.papertide.ranking.model;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * What breakout detection remembers of a paper.
 *
 * @param level the highest level that has been told, or that it stood at when its rise was not
 *     seen; 0 if none
 * @param active whether it is breaking out: until it has calmed down
 * @param lastAt when it last broke out; the epoch if never
 */
public record BreakoutState(int level, boolean active, Instant lastAt) {

    /** Size of the stored form in bytes. */
    public static final int BYTES = 10;

    private static final BreakoutState NONE = new BreakoutState(0, false, Instant.EPOCH);

    /** Of a paper that has not broken out. */
    public static BreakoutState none() {
        return NONE;
    }

    /** Whether it has ever broken out. */
    public boolean hasBrokenOut() {
        return lastAt.isAfter(Instant.EPOCH);
    }

    /** The compact form, to be stored. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(BYTES)
                .put((byte) level)
                .put((byte) (active ? 1 : 0))
                .putLong(lastAt.toEpochMilli())
                .array();
    }

    /**
     * What {@link #toBytes()} wrote.
     *
     * @throws IllegalArgumentException if the bytes are no such form
     */
    public static BreakoutState fromBytes(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("breakout state: not " + BYTES + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new BreakoutState(in.get(), in.get() == 1, Instant.ofEpochMilli(in.getLong()));
    }
}
