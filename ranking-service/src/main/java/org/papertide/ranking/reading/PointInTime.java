package org.papertide.ranking.reading;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A score of the past.
 *
 * @param at when it was observed
 * @param score expected further upvote-equivalents in the 24 hours from then
 */
public record PointInTime(Instant at, double score) {

    private static final int BYTES = 16;

    /** One point an hour is kept, the last, for this long. */
    private static final Duration KEPT = Duration.ofDays(30);

    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    /** The stored history with one point more. */
    static byte[] append(byte @Nullable [] history, PointInTime point) {
        List<PointInTime> points = new ArrayList<>(read(history));
        points.removeIf(old ->
                old.at.isBefore(point.at.minus(KEPT))
                        || old.at.toEpochMilli() / HOUR_MILLIS
                                == point.at.toEpochMilli() / HOUR_MILLIS);
        points.add(point);
        ByteBuffer out = ByteBuffer.allocate(BYTES * points.size());
        points.forEach(each -> out.putLong(each.at.toEpochMilli()).putDouble(each.score));
        return out.array();
    }

    /** The points of a stored history, the oldest first. */
    static List<PointInTime> read(byte @Nullable [] history) {
        if (history == null) {
            return List.of();
        }
        ByteBuffer in = ByteBuffer.wrap(history);
        List<PointInTime> points = new ArrayList<>(history.length / BYTES);
        while (in.remaining() >= BYTES) {
            points.add(new PointInTime(Instant.ofEpochMilli(in.getLong()), in.getDouble()));
        }
        return points;
    }
}
