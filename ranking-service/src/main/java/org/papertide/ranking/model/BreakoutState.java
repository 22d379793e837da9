package org.papertide.ranking.model;

import java.time.Instant;
import org.papertide.ranking.bytes.ByteReader;
import org.papertide.ranking.bytes.ByteWriter;

/**
 * The state of breakout detection for a paper.
 *
 * @param level the highest level that was announced, or that it had when its rise was not seen; 0
 *     if none
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

    /** Writes the stored form, {@value #BYTES} bytes. */
    public void writeTo(ByteWriter out) {
        out.writeByte(level).writeByte(active ? 1 : 0).writeLong(lastAt.toEpochMilli());
    }

    /** Reads what {@link #writeTo} wrote. */
    public static BreakoutState readFrom(ByteReader in) {
        return new BreakoutState(
                in.readByte(), in.readByte() == 1, Instant.ofEpochMilli(in.readLong()));
    }
}
