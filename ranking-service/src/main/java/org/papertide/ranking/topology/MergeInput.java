package org.papertide.ranking.topology;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.papertide.ranking.bytes.ByteReader;
import org.papertide.ranking.bytes.ByteWriter;
import org.papertide.ranking.bytes.UnreadableBytesException;
import org.papertide.ranking.model.RankingKind;

/**
 * A message from a partition to the merge, through the repartition topic. The first byte is the
 * kind; those of a later format begin at 16.
 */
sealed interface MergeInput {

    byte TICK = 0;
    byte WITHDRAWAL = 1;
    byte CANDIDATE = 2;
    byte CANDIDATE_WITH_TEXT = 3;

    /** The partition that sends it. */
    int partition();

    /** The second of its time. */
    long at();

    /** Where; empty for all papers, and for a tick. */
    default String category() {
        return "";
    }

    /**
     * The partition has sent everything up to this second. Every merge receives it.
     *
     * @param partition of the scores
     * @param at its second
     */
    record Tick(int partition, long at) implements MergeInput {}

    /**
     * A paper is a candidate in a category, with these values.
     *
     * @param partition of the scores
     * @param at its second
     * @param category where
     * @param id the paper
     * @param version its values and reasons
     * @param summaryJson its text, without abstract; absent if the merge has it
     */
    @SuppressWarnings("ArrayRecordComponent") // Bytes on their way through a topic.
    record Candidate(
            int partition,
            long at,
            String category,
            String id,
            Version version,
            byte @Nullable [] summaryJson)
            implements MergeInput {}

    /**
     * A paper is no longer a candidate.
     *
     * @param partition of the scores
     * @param at its second
     * @param category where
     * @param id the paper
     */
    record Withdrawal(int partition, long at, String category, String id) implements MergeInput {}

    /**
     * What a ranking shows of a paper besides its text.
     *
     * @param listed seconds since the epoch
     * @param values by {@link RankingKind} index; NaN where it is not ranked
     * @param reasonsJson the reasons, a JSON array
     */
    @SuppressWarnings("ArrayRecordComponent") // Bytes on their way through a topic.
    record Version(long listed, double[] values, byte[] reasonsJson) {

        void writeTo(ByteWriter out) {
            out.writeLong(listed).writePresent(values).writeShortBytes(reasonsJson);
        }

        static Version readFrom(ByteReader in) {
            long listed = in.readLong();
            double[] values = new double[RankingKind.COUNT];
            in.readPresent(values);
            return new Version(listed, values, in.readShortBytes());
        }

        boolean isSameAs(Version other) {
            return listed == other.listed
                    && java.util.Arrays.equals(values, other.values)
                    && java.util.Arrays.equals(reasonsJson, other.reasonsJson);
        }
    }

    /** The record's key: the category, or nothing for a tick, which goes to all. */
    default byte[] key() {
        return switch (this) {
            case Tick _ -> new byte[0];
            case Candidate candidate -> keyOf(candidate.category());
            case Withdrawal withdrawal -> keyOf(withdrawal.category());
        };
    }

    /** The record's value. */
    default byte[] toBytes() {
        return switch (this) {
            case Tick _ -> bytes(TICK, "", "", null, null);
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

    /**
     * What {@link #toBytes} wrote.
     *
     * @throws UnreadableBytesException if the bytes are of no kind that this release knows
     */
    static MergeInput fromBytes(byte[] bytes) {
        ByteReader in = new ByteReader("merge input", bytes);
        int kind = in.readByte();
        int partition = in.readShort();
        long at = in.readLong();
        String category = in.readText();
        String id = in.readText();
        return switch (kind) {
            case TICK -> new Tick(partition, at);
            case WITHDRAWAL -> new Withdrawal(partition, at, category, id);
            case CANDIDATE ->
                    new Candidate(partition, at, category, id, Version.readFrom(in), null);
            case CANDIDATE_WITH_TEXT ->
                    new Candidate(partition, at, category, id, Version.readFrom(in), in.readRest());
            default -> throw in.unreadable("kind " + kind);
        };
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
        ByteWriter out = new ByteWriter(summary == null ? 256 : 256 + summary.length);
        out.writeByte(kind)
                .writeShort(partition())
                .writeLong(at())
                .writeText(category)
                .writeText(id);
        if (version != null) {
            version.writeTo(out);
        }
        if (summary != null) {
            out.writeBytes(summary);
        }
        return out.toBytes();
    }
}
