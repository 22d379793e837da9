package org.papertide.ranking.model;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bounded summary of a paper's readings: immutable, the same whatever the order and the number of
 * times in which the readings came.
 *
 * <p>Kept are, per metric and source, the first reading and the last one of each hour of the newest
 * 12, of each 3 hours up to 2 days, of each 12 hours up to 8 days and of each 2 days up to 34 days
 * back: about 50 readings, 4 bytes each. At most {@value #MAX_SERIES} pairs of metric and source
 * are kept (the first by name), so that a flood of invented sources stays within 2 kB.
 */
public final class Readings {

    /** Most pairs of metric and source that are kept per paper. */
    public static final int MAX_SERIES = 8;

    private static final byte FORMAT = 1;
    private static final Readings NONE = new Readings(List.of());

    /** Ordered by metric, then source. */
    private final List<Entry> entries;

    /** The readings of one metric at one source. */
    public record Entry(String metric, String source, Series series) {
        int compareTo(String otherMetric, String otherSource) {
            int byMetric = metric.compareTo(otherMetric);
            return byMetric != 0 ? byMetric : source.compareTo(otherSource);
        }
    }

    private Readings(List<Entry> entries) {
        this.entries = entries;
    }

    /** No reading at all: unknown, not zero. */
    public static Readings none() {
        return NONE;
    }

    /**
     * These and one reading more; the same object if it changes nothing.
     *
     * @param value the cumulative count, 0 or more
     * @throws IllegalArgumentException if the value is negative or the time is before 1970
     */
    public Readings with(String metric, String source, long value, Instant observedAt) {
        long time = observedAt.toEpochMilli();
        if (value < 0) {
            throw new IllegalArgumentException("value: below 0");
        }
        if (time < 0) {
            throw new IllegalArgumentException("observedAt: before 1970");
        }
        int at = 0;
        while (at < entries.size() && entries.get(at).compareTo(metric, source) < 0) {
            at++;
        }
        boolean known = at < entries.size() && entries.get(at).compareTo(metric, source) == 0;
        Series before = known ? entries.get(at).series() : Series.none();
        Series after = before.with(time, value);
        if (after.equals(before) || (!known && at >= MAX_SERIES)) {
            return this;
        }
        List<Entry> changed = new ArrayList<>(entries);
        Entry entry = new Entry(metric, source, after);
        if (known) {
            changed.set(at, entry);
        } else {
            changed.add(at, entry);
        }
        while (changed.size() > MAX_SERIES) {
            changed.removeLast();
        }
        return new Readings(List.copyOf(changed));
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** The instant of the newest reading, null if there is none. */
    public @Nullable Instant latest() {
        long latest = -1;
        for (Entry entry : entries) {
            latest = Math.max(latest, entry.series().times[entry.series().size() - 1]);
        }
        return latest < 0 ? null : Instant.ofEpochMilli(latest);
    }

    /** The instant of the first reading, null if there is none. */
    public @Nullable Instant earliest() {
        long earliest = firstTime();
        return earliest == Long.MAX_VALUE ? null : Instant.ofEpochMilli(earliest);
    }

    /** As {@link #earliest()} in milliseconds; {@link Long#MAX_VALUE} if there is none. */
    public long firstTime() {
        long earliest = Long.MAX_VALUE;
        for (Entry entry : entries) {
            earliest = Math.min(earliest, entry.series().times[0]);
        }
        return earliest;
    }

    /** The series, ordered by metric, then source. */
    public List<Entry> entries() {
        return entries;
    }

    /** The compact form, to be stored. */
    public byte[] toBytes() {
        int most = 2;
        for (Entry entry : entries) {
            most += 3 * (entry.metric().length() + entry.source().length());
            most += 15 + 20 * entry.series().size();
        }
        ByteBuffer out = ByteBuffer.allocate(most);
        out.put(FORMAT).put((byte) entries.size());
        for (Entry entry : entries) {
            putText(out, entry.metric());
            putText(out, entry.source());
            Series series = entry.series();
            putNumber(out, series.size());
            long time = 0;
            long value = 0;
            for (int i = 0; i < series.size(); i++) {
                putNumber(out, series.times[i] - time);
                long step = series.values[i] - value;
                putNumber(out, (step << 1) ^ (step >> 63));
                time = series.times[i];
                value = series.values[i];
            }
        }
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    /**
     * What {@link #toBytes()} wrote.
     *
     * @throws IllegalArgumentException if the bytes are no such form
     */
    public static Readings fromBytes(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            if (in.get() != FORMAT) {
                throw new IllegalArgumentException("readings: written in another format");
            }
            int count = in.get();
            List<Entry> entries = new ArrayList<>(Math.max(count, 0));
            for (int i = 0; i < count; i++) {
                String metric = text(in);
                String source = text(in);
                entries.add(new Entry(metric, source, series(in)));
            }
            return entries.isEmpty() ? NONE : new Readings(List.copyOf(entries));
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("readings: truncated", e);
        }
    }

    private static Series series(ByteBuffer in) {
        int size = (int) number(in);
        if (size < 1 || size > in.remaining()) {
            throw new IllegalArgumentException("readings: malformed");
        }
        long[] times = new long[size];
        long[] values = new long[size];
        long time = 0;
        long value = 0;
        for (int i = 0; i < size; i++) {
            time += number(in);
            long step = number(in);
            value += (step >>> 1) ^ -(step & 1);
            times[i] = time;
            values[i] = value;
        }
        return new Series(times, values);
    }

    private static void putText(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        putNumber(out, bytes.length);
        out.put(bytes);
    }

    private static String text(ByteBuffer in) {
        int length = (int) number(in);
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("readings: malformed");
        }
        byte[] text = new byte[length];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Seven bits a byte, the lowest first. */
    private static void putNumber(ByteBuffer out, long number) {
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    private static long number(ByteBuffer in) {
        long number = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = in.get();
            number |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("readings: malformed");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Readings readings && entries.equals(readings.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }
}
