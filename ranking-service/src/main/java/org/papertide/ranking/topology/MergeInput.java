package org.papertide.ranking.topology;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a partition tells the merge, through the repartition topic. */
sealed interface MergeInput {

    byte HEARTBEAT = 0;
    byte WITHDRAWAL = 1;
    byte CANDIDATE = 2;
    byte CANDIDATE_WITH_TEXT = 3;

    /** The partition that tells. */
    int source();

    /** The second of its time. */
    long at();

    /**
     * The partition has told all it has to tell up to this second. Goes to every merge.
     *
     * @param source the partition
     * @param at its second
     */
    record Heartbeat(int source, long at) implements MergeInput {}

    /**
     * A paper is a candidate in a category, with these values.
     *
     * @param source the partition
     * @param at its second
     * @param category where
     * @param id the paper
     * @param version what is said of it
     * @param summaryJson its text, without abstract; absent if the merge has it
     */
    @SuppressWarnings("ArrayRecordComponent") // Bytes on their way through a topic.
    record Candidate(
            int source,
            long at,
            String category,
            String id,
            Version version,
            byte @Nullable [] summaryJson)
            implements MergeInput {}

    /**
     * A paper is a candidate no more.
     *
     * @param source the partition
     * @param at its second
     * @param category where
     * @param id the paper
     */
    record Withdrawal(int source, long at, String category, String id) implements MergeInput {}

    /**
     * What a ranking says of a paper besides its text.
     *
     * @param listed seconds since the epoch
     * @param values by {@link Slot} index; NaN where it is not ranked
     * @param reasonsJson the reasons, a JSON array
     */
    @SuppressWarnings("ArrayRecordComponent") // Bytes on their way through a topic.
    record Version(long listed, double[] values, byte[] reasonsJson) {

        private static final int FIXED = 8 + 1;

        int size() {
            return FIXED + 8 * Slot.COUNT + 2 + reasonsJson.length;
        }

        void put(ByteBuffer out) {
            out.putLong(listed);
            int mask = 0;
            for (int i = 0; i < values.length; i++) {
                mask |= Double.isNaN(values[i]) ? 0 : 1 << i;
            }
            out.put((byte) mask);
            for (double value : values) {
                if (!Double.isNaN(value)) {
                    out.putDouble(value);
                }
            }
            putBytes(out, reasonsJson);
        }

        static Version read(ByteBuffer in) {
            long listed = in.getLong();
            int mask = in.get();
            double[] values = new double[Slot.COUNT];
            for (int i = 0; i < values.length; i++) {
                values[i] = (mask & 1 << i) != 0 ? in.getDouble() : Double.NaN;
            }
            return new Version(listed, values, readBytes(in));
        }

        boolean saysTheSameAs(Version other) {
            return listed == other.listed
                    && java.util.Arrays.equals(values, other.values)
                    && java.util.Arrays.equals(reasonsJson, other.reasonsJson);
        }
    }

    /** The record's key: the category, or nothing for a heartbeat, which goes to all. */
    default byte[] key() {
        return switch (this) {
            case Heartbeat _ -> new byte[0];
            case Candidate candidate -> keyOf(candidate.category());
            case Withdrawal withdrawal -> keyOf(withdrawal.category());
        };
    }

    /** The record's value. */
    default byte[] toBytes() {
        return switch (this) {
            case Heartbeat _ -> bytes(HEARTBEAT, "", "", null, null);
            case Withdrawal gone -> bytes(WITHDRAWAL, gone.category(), gone.id(), null, null);
            case Candidate(_, _, String category, String id, Version version, byte[] summary) ->
                    bytes(
                            summary == null ? CANDIDATE : CANDIDATE_WITH_TEXT,
                            category,
                            id,
                            version,
                            summary);
        };
    }

    /** What {@link #toBytes} wrote. */
    static MergeInput fromBytes(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte kind = in.get();
        int source = in.getShort();
        long at = in.getLong();
        String category = new String(readBytes(in), StandardCharsets.UTF_8);
        String id = new String(readBytes(in), StandardCharsets.UTF_8);
        if (kind == HEARTBEAT) {
            return new Heartbeat(source, at);
        }
        if (kind == WITHDRAWAL) {
            return new Withdrawal(source, at, category, id);
        }
        Version version = Version.read(in);
        byte[] summary = null;
        if (kind == CANDIDATE_WITH_TEXT) {
            summary = new byte[in.remaining()];
            in.get(summary);
        }
        return new Candidate(source, at, category, id, version, summary);
    }

    private static byte[] keyOf(String category) {
        // Not empty for the overall rankings: an empty key goes to all.
        return ("/" + category).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] bytes(
            byte kind,
            String category,
            String id,
            @Nullable Version version,
            byte @Nullable [] summary) {
        byte[] categoryBytes = category.getBytes(StandardCharsets.UTF_8);
        byte[] idBytes = id.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out =
                ByteBuffer.allocate(
                        15
                                + categoryBytes.length
                                + idBytes.length
                                + (version == null ? 0 : version.size())
                                + (summary == null ? 0 : summary.length));
        out.put(kind).putShort((short) source()).putLong(at());
        putBytes(out, categoryBytes);
        putBytes(out, idBytes);
        if (version != null) {
            version.put(out);
        }
        if (summary != null) {
            out.put(summary);
        }
        byte[] written = new byte[out.position()];
        out.flip().get(written);
        return written;
    }

    private static void putBytes(ByteBuffer out, byte[] bytes) {
        out.putShort((short) bytes.length).put(bytes);
    }

    private static byte[] readBytes(ByteBuffer in) {
        byte[] bytes = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(bytes);
        return bytes;
    }
}
