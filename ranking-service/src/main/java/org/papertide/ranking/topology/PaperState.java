package org.papertide.ranking.topology;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.ranking.bytes.ByteReader;
import org.papertide.ranking.bytes.ByteWriter;
import org.papertide.ranking.bytes.UnreadableBytesException;
import org.papertide.ranking.model.BreakoutState;
import org.papertide.ranking.model.PaperFacts;
import org.papertide.ranking.model.RankingKind;

/**
 * The state of a paper: everything but its signals, which stay in the store until they are needed.
 * Mutable and confined to its partition's thread.
 *
 * <p>Stored before the signals in one record, about 150 bytes.
 */
final class PaperState {

    private static final byte FORMAT = 1;
    private static final int FIXED = 2 + 5 * 8 + 4;
    private static final byte KNOWN = 1;
    private static final byte STALE = 2;
    private static final byte PUBLISHED = 4;

    /** Never, as a second since the epoch. */
    static final long NEVER = Long.MAX_VALUE;

    final String id;

    /** Whether its paper has come; else its signals wait for it. */
    boolean known;

    /** Whether something came since it was last assessed. */
    boolean stale;

    /** Second in which it was made. */
    long since;

    /** Second in which it was last in a window. */
    long lastActive;

    /** Second in which it was last assessed; 0 if never. */
    long assessedAt;

    /** Second at which it is to be assessed again. */
    long due = NEVER;

    /** When it was listed, else first seen: seconds; orders papers of the same value. */
    long listed;

    /**
     * The values of its last assessment by {@link RankingKind} index; NaN where it is not ranked.
     */
    final double[] values = new double[RankingKind.COUNT];

    /** The values last published. */
    boolean published;

    final double[] publishedValues = new double[RankingKind.COUNT];

    BreakoutState breakout = BreakoutState.none();

    /** Version of the model of its last assessment; 0 if never assessed. */
    int model;

    private List<String> categories = List.of();
    private List<String> announced = List.of();

    /** The two in their stored form, made when it is first asked for. */
    private byte @Nullable [] names;

    // What follows is not stored.

    @Nullable PaperFacts facts;

    /** Whether the text has changed since the merge and the score had it. */
    boolean textChanged = true;

    /** In the queue of those to be assessed at the next tick. */
    boolean touched;

    /** The earliest entry of the due queue, or {@link #NEVER}. */
    long queuedAt = NEVER;

    /** No longer part of the partition. */
    boolean gone;

    PaperState(String id, long since) {
        this.id = id;
        this.since = since;
        Arrays.fill(values, Double.NaN);
        Arrays.fill(publishedValues, Double.NaN);
    }

    /** Where it is ranked: first {@link Categories#ALL}. */
    List<String> categories() {
        return categories;
    }

    void categories(List<String> present) {
        categories = List.copyOf(present);
        names = null;
    }

    /** The categories whose merge knows it as a candidate. */
    List<String> announced() {
        return announced;
    }

    void announced(List<String> present) {
        if (!present.equals(announced)) {
            announced = List.copyOf(present);
            names = null;
        }
    }

    boolean isRanked() {
        for (double value : values) {
            if (!Double.isNaN(value)) {
                return true;
            }
        }
        return false;
    }

    /** The stored form: this, then the signals. */
    byte[] toBytes(byte[] signals) {
        if (names == null) {
            names = toNames();
        }
        int flags = (known ? KNOWN : 0) | (stale ? STALE : 0) | (published ? PUBLISHED : 0);
        ByteWriter out =
                new ByteWriter(
                        FIXED
                                + 2 * (1 + RankingKind.COUNT * 8)
                                + BreakoutState.BYTES
                                + 2
                                + names.length
                                + signals.length);
        out.writeByte(FORMAT).writeByte(flags);
        out.writeLong(since).writeLong(lastActive).writeLong(assessedAt);
        out.writeLong(due).writeLong(listed).writeInt(model);
        out.writePresent(values).writePresent(publishedValues);
        breakout.writeTo(out);
        return out.writeShortBytes(names).writeBytes(signals).toBytes();
    }

    /**
     * What {@link #toBytes} wrote, without the signals.
     *
     * @throws UnreadableBytesException if the bytes are in no format that this release knows
     */
    static PaperState fromBytes(String id, byte[] bytes) {
        ByteReader in = new ByteReader("paper state", bytes).expectFormat(FORMAT);
        int flags = in.readByte();
        PaperState state = new PaperState(id, in.readLong());
        state.known = (flags & KNOWN) != 0;
        state.stale = (flags & STALE) != 0;
        state.published = (flags & PUBLISHED) != 0;
        state.lastActive = in.readLong();
        state.assessedAt = in.readLong();
        state.due = in.readLong();
        state.listed = in.readLong();
        state.model = in.readInt();
        in.readPresent(state.values);
        in.readPresent(state.publishedValues);
        state.breakout = BreakoutState.readFrom(in);
        state.readNames(in);
        return state;
    }

    /** The signals within a stored form. */
    static byte[] signalsWithin(byte[] bytes) {
        ByteReader in = new ByteReader("paper state", bytes).expectFormat(FORMAT);
        in.skip(FIXED - 1).skipPresent().skipPresent().skip(BreakoutState.BYTES);
        return in.skip(in.readShort()).readRest();
    }

    /** Categories and announcements: a line each, an announced one marked. */
    private byte[] toNames() {
        StringBuilder text = new StringBuilder();
        for (String category : categories) {
            text.append(announced.contains(category) ? '+' : ' ').append(category).append('\n');
        }
        for (String category : announced) {
            if (!categories.contains(category)) {
                text.append('-').append(category).append('\n');
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void readNames(ByteReader in) {
        List<String> own = new ArrayList<>();
        List<String> candidateOf = new ArrayList<>();
        for (String line : (Iterable<String>) in.readText().lines()::iterator) {
            char mark = line.isEmpty() ? '\n' : line.charAt(0);
            if (" +-".indexOf(mark) < 0) {
                throw in.unreadable("a category without its mark");
            }
            String category = line.substring(1).intern();
            if (mark != '-') {
                own.add(category);
            }
            if (mark != ' ') {
                candidateOf.add(category);
            }
        }
        categories(own);
        announced(candidateOf);
    }
}
