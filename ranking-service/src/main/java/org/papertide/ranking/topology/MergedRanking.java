package org.papertide.ranking.topology;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.events.Topic;
import org.papertide.ranking.bytes.ByteReader;
import org.papertide.ranking.bytes.ByteWriter;
import org.papertide.ranking.bytes.UnreadableBytesException;
import org.papertide.ranking.model.RankingKind;

/** One ranking: its papers in order, and their ranks a day before. */
final class MergedRanking {

    /** A ranking with extremely long texts is cut, to stay below the topic's limit. */
    private static final int MAX_BYTES = Topic.RANKINGS.maxRecordBytes() - 100_000;

    private static final int STATE_BYTES = 17;

    static final long NEVER = Long.MAX_VALUE;

    final RankingKey key;
    private final int slot;

    private List<Line> lines = List.of();
    private Map<String, Integer> yesterday = Map.of();

    /** Second at which its content last changed; 0 if it was always empty. */
    long asOf;

    /** Whether its content has changed since it was last published. */
    boolean unpublished;

    /** Milliseconds of the machine's clock at which it was last published. */
    long publishedAt;

    /** Check sum of the places; absent until it is asked for. */
    private @Nullable Long placesSum;

    /** Check sum of what was last published; absent if nothing ever was. */
    private @Nullable Long publishedSum;

    /** Second from which another snapshot is that of a day before. */
    long turnsAt = NEVER;

    /** The identities of the last snapshot. */
    List<String> snapshot = List.of();

    /** A paper in its place, and the value that brought it there. */
    record Place(String id, double value) {}

    /** A place with everything that is published of it. */
    @SuppressWarnings("ArrayRecordComponent") // Bytes on their way to a topic.
    private record Line(
            String id,
            double value,
            long listed,
            byte[] reasonsJson,
            byte[] summaryJson,
            int previousRank) {

        boolean isSameAs(Line other) {
            return id.equals(other.id)
                    && value == other.value
                    && previousRank == other.previousRank
                    && Arrays.equals(reasonsJson, other.reasonsJson)
                    && Arrays.equals(summaryJson, other.summaryJson);
        }
    }

    MergedRanking(RankingKey key) {
        this.key = key;
        this.slot = RankingKind.index(key.order(), key.window());
    }

    /** Sets the ranks of a day before: identities in order. */
    void yesterday(List<String> ids) {
        Map<String, Integer> ranks = HashMap.newHashMap(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            ranks.put(ids.get(i), i + 1);
        }
        yesterday = ranks;
    }

    /**
     * Sorts the papers.
     *
     * @return whether anything that it publishes has changed
     */
    boolean refresh(Collection<MergedPaper> papers) {
        List<Line> ordered = new ArrayList<>(papers.size());
        for (MergedPaper paper : papers) {
            MergeInput.Version version = paper.current;
            byte[] summary = paper.summaryJson;
            if (version != null && summary != null && !Double.isNaN(version.values()[slot])) {
                ordered.add(
                        new Line(
                                paper.id,
                                version.values()[slot],
                                version.listed(),
                                version.reasonsJson(),
                                summary,
                                previousRank(paper)));
            }
        }
        ordered.sort((a, b) -> RankOrder.compare(a.value, a.listed, a.id, b.value, b.listed, b.id));
        if (ordered.size() > Ranking.MAX_ENTRIES) {
            ordered = new ArrayList<>(ordered.subList(0, Ranking.MAX_ENTRIES));
        }
        boolean changed = !sameAs(ordered);
        lines = ordered;
        if (changed) {
            placesSum = null;
        }
        return changed;
    }

    /** Its best rank a day before, under any of its identities; 0 if it had none. */
    private int previousRank(MergedPaper paper) {
        if (yesterday.isEmpty()) {
            return 0;
        }
        int best = yesterday.getOrDefault(paper.id, 0);
        for (String alias : paper.aliases()) {
            int rank = yesterday.getOrDefault(alias, 0);
            best = best == 0 || (rank > 0 && rank < best) ? rank : best;
        }
        return best;
    }

    private boolean sameAs(List<Line> others) {
        if (lines.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < others.size(); i++) {
            if (!lines.get(i).isSameAs(others.get(i))) {
                return false;
            }
        }
        return true;
    }

    List<String> ids() {
        return lines.stream().map(Line::id).toList();
    }

    int size() {
        return lines.size();
    }

    List<Place> places() {
        return lines.stream().map(line -> new Place(line.id, line.value)).toList();
    }

    /** A check sum of the papers in order and their values. */
    long placesSum() {
        Long known = placesSum;
        if (known != null) {
            return known;
        }
        CRC32C sum = new CRC32C();
        lines.forEach(line -> updatePlace(sum, line));
        placesSum = sum.getValue();
        return sum.getValue();
    }

    private static void updatePlace(CRC32C sum, Line line) {
        sum.update(line.id.getBytes(StandardCharsets.UTF_8));
        sum.update(
                Long.toString(Double.doubleToLongBits(line.value))
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether it differs from what was last published; one that never held a paper does not. */
    boolean isNews() {
        return publishedSum == null ? !lines.isEmpty() : publishedSum != checksum();
    }

    /** Notes that its present content has been published. */
    void published() {
        publishedSum = checksum();
    }

    /** Its stored form, without the papers: {@value #STATE_BYTES} bytes. */
    byte[] state() {
        return new ByteWriter(STATE_BYTES)
                .writeLong(asOf)
                .writeByte(publishedSum == null ? 0 : 1)
                .writeLong(publishedSum == null ? 0 : publishedSum)
                .toBytes();
    }

    /**
     * Takes what {@link #state} gave. It has no number: a later format has another length.
     *
     * @throws UnreadableBytesException if the bytes are in no format that this release knows
     */
    void readState(byte[] state) {
        ByteReader in = new ByteReader("ranking state", state);
        if (state.length != STATE_BYTES) {
            throw in.unreadable("has " + state.length + " bytes");
        }
        asOf = in.readLong();
        boolean known = in.readByte() != 0;
        publishedSum = known ? (Long) in.readLong() : null;
    }

    /** A check sum of everything that it publishes except {@code asOf}. */
    private long checksum() {
        CRC32C sum = new CRC32C();
        for (Line line : lines) {
            updatePlace(sum, line);
            sum.update(line.previousRank);
            sum.update(line.reasonsJson);
            sum.update(line.summaryJson);
        }
        return (long) lines.size() << 32 | sum.getValue();
    }

    /** The value of its record; a test holds it equal to what {@code EventCodec} writes. */
    byte[] toJson() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512 + 900 * lines.size());
        StringBuilder text = new StringBuilder(200);
        text.append("{\"order\":\"").append(key.order().wireName());
        text.append("\",\"window\":\"").append(key.window().wireName()).append('"');
        String category = key.category();
        if (category != null) {
            text.append(",\"category\":");
            flush(text, out);
            out.writeBytes(PaperEntry.json(category));
        }
        text.append(",\"asOf\":\"").append(Instant.ofEpochSecond(asOf)).append("\",\"entries\":[");
        int rank = 0;
        for (Line line : lines) {
            if (out.size() > MAX_BYTES) {
                break;
            }
            text.append(rank == 0 ? "{\"rank\":" : ",{\"rank\":").append(++rank);
            if (line.previousRank > 0) {
                text.append(",\"previousRank\":").append(line.previousRank);
            }
            text.append(",\"score\":").append(line.value).append(",\"reasons\":");
            flush(text, out);
            out.writeBytes(line.reasonsJson);
            text.append(",\"paper\":");
            flush(text, out);
            out.writeBytes(line.summaryJson);
            text.append('}');
        }
        flush(text.append("]}"), out);
        return out.toByteArray();
    }

    private static void flush(StringBuilder text, ByteArrayOutputStream out) {
        out.writeBytes(text.toString().getBytes(StandardCharsets.UTF_8));
        text.setLength(0);
    }
}
