package org.papertide.ranking.model;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Metric;
import org.papertide.ranking.bytes.ByteReader;
import org.papertide.ranking.bytes.ByteWriter;
import org.papertide.ranking.bytes.UnreadableBytesException;

/**
 * A bounded summary of a paper's signals: immutable, the same whatever the order and the number of
 * times in which the signals came.
 *
 * <p>Kept are, per metric and source, the first signal and the last one of each hour of the newest
 * 12, of each 3 hours up to 2 days, of each 12 hours up to 8 days and of each 2 days up to 34 days
 * back: about 50 signals, 4 bytes each. At most {@value #MAX_SERIES} pairs of metric and source are
 * kept, so that a flood of invented sources stays within 2 kB: of each metric the source with the
 * highest count, then of each the second, and so on. For the highest and the second are what a
 * score looks at, and no metric is to push out another. Only where there are more pairs may it
 * depend on the order in which they came what is known of one that was left out for a while.
 *
 * <p>Rejected: the first pairs by name. Whether upvotes counted was then up to how many pages
 * mentioned the paper.
 */
public final class SignalHistory {

    /** Most pairs of metric and source that are kept per paper. */
    public static final int MAX_SERIES = 8;

    private static final byte FORMAT = 1;

    private static final Comparator<Entry> MOST_FIRST =
            Comparator.<Entry>comparingInt(entry -> order(entry.metric()))
                    .thenComparing(Entry::metric)
                    .thenComparing(entry -> entry.series().highest(), Comparator.reverseOrder())
                    .thenComparing(Entry::source);

    private static final SignalHistory NONE = new SignalHistory(List.of());

    /** Ordered by metric, then source. */
    private final List<Entry> entries;

    /** The signals of one metric at one source. */
    public record Entry(String metric, String source, SignalSeries series) {
        int compareTo(String otherMetric, String otherSource) {
            int byMetric = metric.compareTo(otherMetric);
            return byMetric != 0 ? byMetric : source.compareTo(otherSource);
        }
    }

    private SignalHistory(List<Entry> entries) {
        this.entries = entries;
    }

    /** No signal at all: unknown, not zero. */
    public static SignalHistory none() {
        return NONE;
    }

    /**
     * These and one signal more; the same object if it changes nothing.
     *
     * @param value the cumulative count, 0 or more
     * @throws IllegalArgumentException if the value is negative or the time is before 1970
     */
    public SignalHistory with(String metric, String source, long value, Instant observedAt) {
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
        SignalSeries before = known ? entries.get(at).series() : SignalSeries.none();
        SignalSeries after = before.with(time, value);
        if (after.equals(before)) {
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
            changed.remove(leastOf(changed));
        }
        return changed.equals(entries) ? this : new SignalHistory(List.copyOf(changed));
    }

    /** The pair whose source comes last among its metric's; of such the one of the last metric. */
    private static Entry leastOf(List<Entry> entries) {
        Map<String, Integer> places = new HashMap<>();
        Entry least = entries.getFirst();
        int lastPlace = -1;
        for (Entry entry : entries.stream().sorted(MOST_FIRST).toList()) {
            int place = places.merge(entry.metric(), 1, Integer::sum);
            if (place >= lastPlace) {
                least = entry;
                lastPlace = place;
            }
        }
        return least;
    }

    private static int order(String metric) {
        return Metric.find(metric).map(Metric::ordinal).orElse(Integer.MAX_VALUE);
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** The instant of the newest signal, null if there is none. */
    public @Nullable Instant latest() {
        long latest = -1;
        for (Entry entry : entries) {
            latest = Math.max(latest, entry.series().times[entry.series().size() - 1]);
        }
        return latest < 0 ? null : Instant.ofEpochMilli(latest);
    }

    /** The instant of the first signal, null if there is none. */
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
        ByteWriter out = new ByteWriter(64 + 200 * entries.size());
        out.writeByte(FORMAT).writeByte(entries.size());
        for (Entry entry : entries) {
            writeText(out, entry.metric());
            writeText(out, entry.source());
            SignalSeries series = entry.series();
            out.writeVariable(series.size());
            long time = 0;
            long value = 0;
            for (int i = 0; i < series.size(); i++) {
                out.writeVariable(series.times[i] - time);
                out.writeSigned(series.values[i] - value);
                time = series.times[i];
                value = series.values[i];
            }
        }
        return out.toBytes();
    }

    /**
     * What {@link #toBytes()} wrote.
     *
     * @throws UnreadableBytesException if the bytes are no such form
     */
    public static SignalHistory fromBytes(byte[] bytes) {
        ByteReader in = new ByteReader("signals", bytes).expectFormat(FORMAT);
        int count = in.readByte();
        List<Entry> entries = new ArrayList<>(Math.max(count, 0));
        for (int i = 0; i < count; i++) {
            String metric = readText(in);
            String source = readText(in);
            entries.add(new Entry(metric, source, series(in)));
        }
        return entries.isEmpty() ? NONE : new SignalHistory(List.copyOf(entries));
    }

    private static SignalSeries series(ByteReader in) {
        long size = in.readVariable();
        if (size < 1 || size > in.remaining()) {
            throw in.unreadable("a series of " + size);
        }
        long[] times = new long[(int) size];
        long[] values = new long[(int) size];
        long time = 0;
        long value = 0;
        for (int i = 0; i < size; i++) {
            time += in.readVariable();
            value += in.readSigned();
            times[i] = time;
            values[i] = value;
        }
        return new SignalSeries(times, values);
    }

    private static void writeText(ByteWriter out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeVariable(bytes.length).writeBytes(bytes);
    }

    private static String readText(ByteReader in) {
        long length = in.readVariable();
        if (length < 0 || length > in.remaining()) {
            throw in.unreadable("a text of " + length);
        }
        return new String(in.readBytes((int) length), StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SignalHistory signals && entries.equals(signals.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }
}
