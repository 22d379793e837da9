package org.papertide.ranking.topology;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.papertide.ranking.topology.MergeInput.Version;

/**
 * A candidate of a category: what was said of it up to the time of the merge, and what has been
 * said for later.
 */
final class MergedPaper {

    final String category;
    final String id;

    /** What holds at the merge's time; absent if it is not, or not yet, a candidate. */
    @Nullable Version current;

    /** What will hold from later seconds on, in their order. */
    final Deque<Later> later = new ArrayDeque<>(2);

    /** Its text; kept apart in the store, for it changes rarely. */
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

    MergedPaper(String category, String id) {
        this.category = category;
        this.id = id;
    }

    /** Takes what holds from a second on; what was said for the same second before is void. */
    void say(long at, @Nullable Version version, byte @Nullable [] text) {
        Later last = later.peekLast();
        byte[] summary = text;
        if (last != null && last.at() == at) {
            later.removeLast();
            summary = summary == null ? last.summaryJson() : summary;
        }
        later.addLast(new Later(at, version, summary));
    }

    /**
     * Lets time come to a second.
     *
     * @return whether what holds has changed
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
        return textChanged || !before.saysTheSameAs(current);
    }

    boolean isGone() {
        return current == null && later.isEmpty();
    }

    /** The stored form, without the text. */
    byte[] toBytes() {
        int size = 2;
        if (current != null) {
            size += current.size();
        }
        for (Later next : later) {
            size += 9 + (next.version() == null ? 0 : next.version().size());
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        put(out, current);
        out.put((byte) later.size());
        for (Later next : later) {
            out.putLong(next.at());
            put(out, next.version());
        }
        return java.util.Arrays.copyOf(out.array(), out.position());
    }

    static MergedPaper fromBytes(String category, String id, byte[] bytes) {
        MergedPaper paper = new MergedPaper(category, id);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        paper.current = read(in);
        int count = in.get();
        for (int i = 0; i < count; i++) {
            paper.later.addLast(new Later(in.getLong(), read(in), null));
        }
        return paper;
    }

    private static void put(ByteBuffer out, @Nullable Version version) {
        out.put((byte) (version == null ? 0 : 1));
        if (version != null) {
            version.put(out);
        }
    }

    private static @Nullable Version read(ByteBuffer in) {
        return in.get() == 0 ? null : Version.read(in);
    }
}
