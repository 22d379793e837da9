package org.papertide.ranking.topology;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;
import org.papertide.events.PastRankings;
import org.papertide.ranking.bytes.ByteReader;
import org.papertide.ranking.bytes.ByteWriter;

/**
 * Writes the rankings of a category at a boundary, unless they are already stored with at least the
 * boundary's retention.
 *
 * <p>A check sum per step remembers what was written last. So a stream that was down for a month
 * passes its 2,880 boundaries without writing the same rankings at each.
 */
final class RankingHistoryWriter {

    private static final String WRITTEN = "told/";
    private static final int STEPS = 3;

    private final KeyValueStore<String, byte[]> progress;
    private final Consumer<PastRankings> out;
    private final Map<String, long[]> written = new HashMap<>();

    RankingHistoryWriter(KeyValueStore<String, byte[]> progress, Consumer<PastRankings> out) {
        this.progress = progress;
        this.out = out;
    }

    /** Starts from the store. */
    void load() {
        written.clear();
    }

    /**
     * Writes the rankings of a category at a boundary.
     *
     * @param category null for all papers
     * @param rankings all of the category
     * @param boundary second, a whole quarter of an hour
     */
    void note(@Nullable String category, List<MergedRanking> rankings, long boundary) {
        Instant at = Instant.ofEpochSecond(boundary);
        String key = WRITTEN + (category == null ? Categories.ALL : category);
        long[] sums = written.computeIfAbsent(key, this::stored);
        long sum = sum(rankings);
        int steps = steps(PastRankings.Step.of(at));
        // A ranking that returns to earlier content within the hour must not be missing when the
        // quarters are thinned out.
        boolean kept = Arrays.stream(sums, 0, steps).allMatch(last -> last == sum);
        if (kept) {
            return;
        }
        Arrays.fill(sums, 0, steps, sum);
        ByteWriter bytes = new ByteWriter(8 * STEPS);
        for (long each : sums) {
            bytes.writeLong(each);
        }
        progress.put(key, bytes.toBytes());
        out.accept(past(category, at, rankings));
    }

    /** How many steps meet where this one does, itself included: part of the stored form. */
    private static int steps(PastRankings.Step step) {
        return switch (step) {
            case QUARTER -> 1;
            case HOUR -> 2;
            case DAY -> STEPS;
        };
    }

    private long[] stored(String key) {
        long[] sums = new long[STEPS];
        byte[] stored = progress.get(key);
        if (stored != null) {
            ByteReader in = new ByteReader("sums of past rankings", stored);
            for (int step = 0; step < STEPS; step++) {
                sums[step] = in.readLong();
            }
        }
        return sums;
    }

    /** Of the papers in order and their values; 0 if there are none, as if it had been written. */
    private static long sum(List<MergedRanking> rankings) {
        CRC32C sum = new CRC32C();
        long places = 0;
        for (MergedRanking ranking : rankings) {
            places += ranking.size();
            sum.update(ranking.key.toString().getBytes(StandardCharsets.UTF_8));
            sum.update(ByteBuffer.allocate(8).putLong(0, ranking.placesSum()));
        }
        return places << 32 | (places == 0 ? 0 : sum.getValue());
    }

    private static PastRankings past(
            @Nullable String category, Instant at, List<MergedRanking> rankings) {
        Map<String, Integer> positions = new LinkedHashMap<>();
        List<PastRankings.Places> places = new ArrayList<>(rankings.size());
        for (MergedRanking ranking : rankings) {
            if (ranking.size() == 0) {
                continue;
            }
            List<Integer> papers = new ArrayList<>();
            List<Double> scores = new ArrayList<>();
            for (MergedRanking.Place place : ranking.places()) {
                Integer next = positions.size();
                Integer known = positions.putIfAbsent(place.id(), next);
                papers.add(known == null ? next : known);
                scores.add(place.value());
            }
            places.add(
                    new PastRankings.Places(
                            ranking.key.order(), ranking.key.window(), papers, scores));
        }
        return new PastRankings(
                category, at, positions.keySet().stream().map(PaperId::new).toList(), places);
    }
}
