package org.papertide.ranking.topology;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventJson;
import org.papertide.ranking.bytes.ByteReader;
import org.papertide.ranking.bytes.ByteWriter;
import org.papertide.ranking.bytes.UnreadableBytesException;
import org.papertide.ranking.topology.MergeInput.Version;

/**
 * A candidate of a category: its values at the time of the merge, and those that were received for
 * later seconds.
 */
final class MergedPaper {

    /** Their number is one byte of the stored form. */
    static final int MOST_LATER = 120;

    final String category;
    final String id;

    /** The values at the merge's time; absent if it is not a candidate, or not yet. */
    @Nullable Version current;

    /** The values from later seconds on, in order. */
    final Deque<Later> later = new ArrayDeque<>(2);

    /** Its text; stored apart, since it changes rarely. */
    byte @Nullable [] summaryJson;

    /**
     * What holds from a second on.
     *
     * @param at the second
     * @param version what holds; nothing if it is a candidate no more
     * @param summaryJson its text from then on; absent if that stays
     */
    @SuppressWarnings("ArrayRecordComponent") // Bytes on their way through.
    record Later(long at, @Nullable Version version, byte @Nullable [] summaryJson) {}

    /** Of {@link #aliasesOf}. */
    private List<String> aliases = List.of();

    /** The text that the aliases were read from. */
    private byte @Nullable [] aliasesOf;

    MergedPaper(String category, String id) {
        this.category = category;
        this.id = id;
    }

    /**
     * Records the values from a second on. Values for the same second are replaced. Of more than
     * {@value #MOST_LATER} later seconds the last one is replaced: they do not fit the stored form,
     * and a partition that is so far ahead of another has long been read.
     */
    void record(long at, @Nullable Version version, byte @Nullable [] text) {
        Later last = later.peekLast();
        byte[] summary = text;
        if (last != null && (last.at() == at || later.size() == MOST_LATER)) {
            later.removeLast();
            summary = summary == null ? last.summaryJson() : summary;
        }
        later.addLast(new Later(at, version, summary));
    }

    /**
     * Advances the time to a second.
     *
     * @return whether the values have changed
     */
    boolean apply(long second) {
        Version before = current;
        boolean textChanged = false;
        for (Later next = later.peekFirst();
                next != null && next.at() <= second;
                next = later.peekFirst()) {
            later.removeFirst();
            current = next.version();
            if (next.summaryJson() != null) {
                textChanged |= !java.util.Arrays.equals(summaryJson, next.summaryJson());
                summaryJson = next.summaryJson();
            }
        }
        if (before == null || current == null) {
            return before != null || current != null;
        }
        return textChanged || !before.isSameAs(current);
    }

    /** The other identities that its text names; read once from each text. */
    @SuppressWarnings("ReferenceEquality") // Another array is another text.
    List<String> aliases() {
        byte[] text = summaryJson;
        if (text != aliasesOf) {
            aliasesOf = text;
            aliases = text == null ? List.of() : aliases(text);
        }
        return aliases;
    }

    private static List<String> aliases(byte[] text) {
        try {
            List<String> found = new ArrayList<>();
            EventJson.mapper()
                    .readTree(text)
                    .path("aliases")
                    .forEach(alias -> found.add(alias.asText()));
            return List.copyOf(found);
        } catch (IOException _) {
            // What other parts make of it is for them to say.
            return List.of();
        }
    }

    boolean isGone() {
        return current == null && later.isEmpty();
    }

    /**
     * The stored form, without the text. It has no number: its first byte is 0 or 1. Those of later
     * formats begin with theirs, 2 or more.
     */
    byte[] toBytes() {
        ByteWriter out = new ByteWriter(256);
        write(out, current);
        out.writeByte(later.size());
        for (Later next : later) {
            out.writeLong(next.at());
            write(out, next.version());
        }
        return out.toBytes();
    }

    /**
     * What {@link #toBytes} wrote.
     *
     * @throws UnreadableBytesException if the bytes are in no format that this release knows
     */
    static MergedPaper fromBytes(String category, String id, byte[] bytes) {
        MergedPaper paper = new MergedPaper(category, id);
        ByteReader in = new ByteReader("merged paper", bytes);
        paper.current = read(in);
        int count = in.readByte();
        for (int i = 0; i < count; i++) {
            paper.later.addLast(new Later(in.readLong(), read(in), null));
        }
        return paper;
    }

    private static void write(ByteWriter out, @Nullable Version version) {
        out.writeByte(version == null ? 0 : 1);
        if (version != null) {
            version.writeTo(out);
        }
    }

    private static @Nullable Version read(ByteReader in) {
        int present = in.readByte();
        return switch (present) {
            case 0 -> null;
            case 1 -> Version.readFrom(in);
            default -> throw in.unreadable("written in format " + present);
        };
    }
}
