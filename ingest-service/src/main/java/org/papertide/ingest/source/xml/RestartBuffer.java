package org.papertide.ingest.source.xml;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on their way to a parser, which may have to go back to where a record begins: kept from the
 * first such place on that the parser has not come to.
 */
final class RestartBuffer {

    /** A comment with more than this behind the tag of a record is meant to be one. */
    private static final int MAX_KEPT = 4 << 20;

    private static final int NONE = -1;

    private byte[] bytes;
    private int at;
    private int end;

    /** How much came before {@link #bytes}. */
    private long base;

    /** Where the records begin that the parser has not come to, the next one first. */
    private final Deque<Start> starts = new ArrayDeque<>();

    /** Where the parser was made to go on. */
    private long restartedAt = NONE;

    /**
     * Where a record begins.
     *
     * @param at counted from the beginning
     * @param hidden in a comment, CDATA section or instruction: it is a record only if those were
     *     not meant to be there, which shows when the parser fails
     */
    record Start(long at, boolean hidden) {}

    RestartBuffer(int size) {
        this.bytes = new byte[size];
    }

    /** Whether the parser has all that there is. */
    boolean isRead() {
        return at == end;
    }

    int next() {
        return bytes[at++] & 0xff;
    }

    int next(byte[] into, int offset, int length) {
        int count = Math.min(length, end - at);
        System.arraycopy(bytes, at, into, offset, count);
        at += count;
        return count;
    }

    void put(int next) {
        reserve(1);
        bytes[end++] = (byte) next;
    }

    void put(byte[] more, int from, int to) {
        reserve(to - from);
        System.arraycopy(more, from, bytes, end, to - from);
        end += to - from;
    }

    private void reserve(int more) {
        if (end + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + more));
        }
    }

    /** Where the next byte will be put. */
    long position() {
        return base + end;
    }

    void addStart(long position, boolean hidden) {
        starts.addLast(new Start(position, hidden));
    }

    /** Whether the last record that began is hidden. */
    boolean endsHidden() {
        return !starts.isEmpty() && starts.getLast().hidden();
    }

    /** The parser has come to the next record that is not hidden. */
    void beginRecord() {
        Start start = starts.pollFirst();
        while (start != null && start.hidden()) {
            start = starts.pollFirst();
        }
    }

    /** The parser has failed: it will not go on where it went on before. */
    void fail() {
        if (!starts.isEmpty() && starts.getFirst().at() == restartedAt) {
            // In the very tag.
            starts.removeFirst();
        }
    }

    /** Leaves out what has not been read. */
    void skipAll() {
        at = end;
    }

    /** Goes to the next record; null if none has begun yet. */
    @Nullable Start goToStart() {
        Start start = starts.peekFirst();
        if (start != null) {
            at = (int) (start.at() - base);
            restartedAt = start.at();
        }
        return start;
    }

    /** The next record is none, after all. */
    void dropStart() {
        starts.removeFirst();
    }

    /** Gives back all that has not been read, which will be put again. */
    String takeBack() {
        String kept = new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
        base += at;
        at = 0;
        end = 0;
        starts.clear();
        restartedAt = NONE;
        return kept;
    }

    /**
     * Drops what was read, but for what may be needed to go on at the next record.
     *
     * @param pending where a record may begin, as will show soon; {@link #position} if nowhere
     */
    void dropWhatWasRead(long pending) {
        long keep = starts.isEmpty() ? pending : starts.getFirst().at();
        if (position() - keep > MAX_KEPT) {
            starts.clear();
            keep = pending;
        }
        int dropped = (int) (keep - base);
        System.arraycopy(bytes, dropped, bytes, 0, end - dropped);
        base = keep;
        end -= dropped;
        at = end;
    }
}
