package org.papertide.ranking.api.parameter;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a client is: of each partition the offset of the next event. As text it is the id of an
 * event, {@code b=12,34;s=5,6}, which any replica understands, for it speaks of the topics alone.
 */
public final class LivePosition {

    /** Longer headers are refused before. */
    private static final int MAX_TEXT = 8_000;

    private static final Pattern PART = Pattern.compile("[a-z]=[\\d,]+");

    private static final Pattern OFFSET = Pattern.compile("\\d{1,18}");

    private final Map<LiveStream, long[]> next;

    private LivePosition(Map<LiveStream, long[]> next) {
        this.next = next;
    }

    /** A position in no stream. */
    public static LivePosition none() {
        return new LivePosition(new EnumMap<>(LiveStream.class));
    }

    /** Reads an id; empty if it is none. */
    public static Optional<LivePosition> parse(String text) {
        if (text.length() > MAX_TEXT) {
            return Optional.empty();
        }
        LivePosition position = none();
        for (String part : text.split(";", -1)) {
            if (!PART.matcher(part).matches()) {
                return Optional.empty();
            }
            Optional<LiveStream> stream = LiveStream.find(part.charAt(0));
            if (stream.isEmpty() || position.next.containsKey(stream.get())) {
                return Optional.empty();
            }
            List<String> offsets = List.of(part.substring(2).split(",", -1));
            if (!offsets.stream().allMatch(OFFSET.asMatchPredicate())) {
                return Optional.empty();
            }
            position.next.put(stream.get(), offsets.stream().mapToLong(Long::parseLong).toArray());
        }
        return Optional.of(position);
    }

    public LivePosition copy() {
        LivePosition copy = none();
        next.forEach((stream, offsets) -> copy.next.put(stream, offsets.clone()));
        return copy;
    }

    boolean has(LiveStream stream) {
        return next.containsKey(stream);
    }

    /** How many partitions it knows of a stream. */
    public int partitions(LiveStream stream) {
        return offsets(stream).length;
    }

    public long offset(LiveStream stream, int partition) {
        return offsets(stream)[partition];
    }

    public void set(LiveStream stream, int partition, long offset) {
        offsets(stream)[partition] = offset;
    }

    /** Takes the offsets of a stream; null for none. */
    public void put(LiveStream stream, long @Nullable [] offsets) {
        if (offsets == null) {
            next.remove(stream);
        } else {
            next.put(stream, offsets.clone());
        }
    }

    /**
     * The same in these streams alone, with so many partitions: what it does not know is taken from
     * another position, partitions that were added since from their beginning.
     */
    public LivePosition completed(Set<LiveStream> wanted, LivePosition other) {
        LivePosition completed = none();
        for (LiveStream stream : wanted) {
            completed.put(
                    stream,
                    has(stream)
                            ? Arrays.copyOf(offsets(stream), other.partitions(stream))
                            : other.offsets(stream));
        }
        return completed;
    }

    /** Goes on to where the other one is, but never back. */
    public void advanceTo(LivePosition other) {
        next.forEach((stream, offsets) -> {
            for (int partition = 0; partition < offsets.length; partition++) {
                offsets[partition] = Math.max(offsets[partition], other.offset(stream, partition));
            }
        });
    }

    private long[] offsets(LiveStream stream) {
        long[] offsets = next.get(stream);
        if (offsets == null) {
            throw new IllegalArgumentException("no position in " + stream);
        }
        return offsets;
    }

    @Override
    public String toString() {
        StringJoiner parts = new StringJoiner(";");
        next.forEach((stream, offsets) -> {
            StringJoiner numbers = new StringJoiner(",", stream.letter() + "=", "");
            for (long offset : offsets) {
                numbers.add(Long.toString(offset));
            }
            parts.add(numbers.toString());
        });
        return parts.toString();
    }
}
