package org.papertide.ranking.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PastRankings;
import org.papertide.events.RankingKey;
import org.papertide.ranking.bytes.ByteReader;
import org.papertide.ranking.bytes.ByteWriter;
import org.papertide.ranking.model.RankingKind;

/**
 * The rankings of some categories, over all partitions. It applies the partitions' messages in the
 * order of their seconds, and publishes the rankings that changed.
 *
 * <p>Its time is the second up to which every partition has sent everything. So the rankings at a
 * second, their {@code asOf} and {@code previousRank} do not depend on which partition runs ahead.
 * The merge does not wait for a partition that has been silent for half a minute.
 *
 * <p>A stream that was down for long, or has read a time far ahead, catches up in steps, so that no
 * record and no punctuation takes the thread for longer than a second.
 *
 * <p>What is published is bounded, whatever changes: consumers decode some 150 kB for each ranking.
 * Of the categories' rankings at most {@value #MOST_PER_SECOND} a second are published in the long
 * run, over all merges, those first that have waited longest; those of all papers go at once.
 * Rejected: each ranking every so many seconds; with 900 of them that is too many, and with ten too
 * few.
 *
 * <p>{@code previousRank} is from a snapshot at the last whole {@value #SNAPSHOT} seconds 24 hours
 * before. Rejected: every change of a day; a busy category's would take gigabytes.
 */
final class RankingMerge {

    /** Seconds between two snapshots. */
    static final int SNAPSHOT = 900;

    private static final long DAY = Duration.ofDays(1).toSeconds();
    private static final long SILENCE_MILLIS = 30_000;
    private static final long MOST_OFTEN_MILLIS = 1_000;

    /** Categories' rankings, over all merges; a consumer on one busy core takes twice as many. */
    static final int MOST_PER_SECOND = 20;

    /** So many of a merge may go at once after a time with fewer: twenty categories' rankings. */
    static final int BURST = 120;

    /** Periods that are closed in one step of catching up: a little over five days. */
    private static final int MOST_PERIODS = 500;

    private static final char SEPARATOR = '\u0000';
    private static final String CLOCK = "clock";
    private static final String HELD = "held/";

    private final KeyValueStore<String, byte[]> candidates;
    private final KeyValueStore<String, byte[]> texts;
    private final KeyValueStore<String, byte[]> progress;
    private final Snapshots snapshots;
    private final RankingHistoryWriter history;
    private final Publisher publisher;

    private final long[] completeUntil;
    private final long[] receivedAt;
    private final Map<String, Category> categories = new LinkedHashMap<>();
    private final TreeMap<Long, Set<MergedPaper>> later = new TreeMap<>();
    private final Set<Category> changed = new LinkedHashSet<>();
    private final double perMilli;
    private double allowed = BURST;
    private long allowedAt;
    private long now;

    /** Where rankings go. */
    interface Publisher {
        void ranking(RankingKey key, Instant asOf, byte[] json);

        /** The rankings of a category at a boundary. */
        void past(PastRankings past);

        /** A category's rankings could not be kept or published. */
        void failed(String category, RuntimeException failure);
    }

    private static final class Category {
        final @Nullable String name;
        final Map<String, MergedPaper> papers = new HashMap<>();
        final List<MergedRanking> rankings = new ArrayList<>(RankingKind.COUNT);

        Category(String name) {
            this.name = name.equals(Categories.ALL) ? null : name;
            for (int slot = 0; slot < RankingKind.COUNT; slot++) {
                rankings.add(new MergedRanking(RankingKind.of(slot).key(this.name)));
            }
        }
    }

    RankingMerge(
            int partitions,
            KeyValueStore<String, byte[]> candidates,
            KeyValueStore<String, byte[]> texts,
            KeyValueStore<String, byte[]> progress,
            KeyValueStore<String, byte[]> past,
            Publisher publisher) {
        this.candidates = candidates;
        this.texts = texts;
        this.progress = progress;
        this.snapshots = new Snapshots(past);
        this.history = new RankingHistoryWriter(progress, publisher::past);
        this.publisher = publisher;
        this.completeUntil = new long[partitions];
        this.receivedAt = new long[partitions];
        // There are as many merges as partitions.
        this.perMilli = MOST_PER_SECOND / 1000.0 / partitions;
    }

    /** Rebuilds from the stores what is held in memory. */
    void load(long millis) {
        categories.clear();
        later.clear();
        changed.clear();
        history.load();
        Arrays.fill(completeUntil, 0);
        Arrays.fill(receivedAt, millis);
        byte[] clock = progress.get(CLOCK);
        now = 0;
        if (clock != null) {
            ByteReader in = new ByteReader("merge clock", clock);
            now = in.readLong();
            for (int i = 0; i < completeUntil.length && in.remaining() > 0; i++) {
                completeUntil[i] = in.readLong();
            }
        }
        loadPapers();
        loadRankings();
        for (Category category : categories.values()) {
            for (MergedRanking ranking : category.rankings) {
                snapshots.load(ranking, now - DAY);
                ranking.refresh(category.papers.values());
                ranking.unpublished = ranking.isNews();
                if (ranking.unpublished && ranking.asOf == 0) {
                    ranking.asOf = now;
                }
            }
        }
    }

    private void loadPapers() {
        try (KeyValueIterator<String, byte[]> all = candidates.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> stored = all.next();
                int split = stored.key.indexOf(SEPARATOR);
                String name = stored.key.substring(0, split);
                String id = stored.key.substring(split + 1);
                MergedPaper paper = MergedPaper.fromBytes(name, id, stored.value);
                paper.summaryJson = texts.get(stored.key);
                paper.apply(now);
                paper.later.forEach(next -> wait(next.at(), paper));
                category(name).papers.put(id, paper);
            }
        }
    }

    private void loadRankings() {
        try (KeyValueIterator<String, byte[]> all = progress.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> stored = all.next();
                if (stored.key.startsWith(HELD)) {
                    RankingKey key = RankingKey.parse(stored.key.substring(HELD.length()));
                    String name = key.category() == null ? Categories.ALL : key.category();
                    category(name)
                            .rankings
                            .get(RankingKind.index(key.order(), key.window()))
                            .readState(stored.value);
                }
            }
        }
    }

    /** The second up to which every partition has sent everything; 0 before. */
    long now() {
        return now;
    }

    /**
     * Applies a message of a partition.
     *
     * @param millis the machine's clock
     */
    void take(MergeInput input, long millis) {
        if (input.partition() >= completeUntil.length) {
            return;
        }
        receivedAt[input.partition()] = millis;
        switch (input) {
            case MergeInput.Tick tick -> {
                completeUntil[tick.partition()] =
                        Math.max(completeUntil[tick.partition()], tick.at());
                advance(millis);
            }
            case MergeInput.Candidate candidate -> {
                Category category = category(candidate.category());
                MergedPaper paper =
                        category.papers.computeIfAbsent(
                                candidate.id(), id -> new MergedPaper(candidate.category(), id));
                if (candidate.summaryJson() != null) {
                    texts.put(storeKey(paper), candidate.summaryJson());
                }
                paper.record(candidate.at(), candidate.version(), candidate.summaryJson());
                recorded(category, paper, candidate.at());
            }
            case MergeInput.Withdrawal gone -> {
                Category category = category(gone.category());
                MergedPaper paper = category.papers.get(gone.id());
                if (paper != null) {
                    paper.record(gone.at(), null, null);
                    recorded(category, paper, gone.at());
                }
            }
        }
    }

    private void recorded(Category category, MergedPaper paper, long at) {
        candidates.put(storeKey(paper), paper.toBytes());
        if (at > now) {
            wait(at, paper);
        } else if (paper.apply(now)) {
            changed.add(category);
            dropIfGone(category, paper);
        }
    }

    private void wait(long at, MergedPaper paper) {
        later.computeIfAbsent(at, _ -> new LinkedHashSet<>()).add(paper);
    }

    /** Advances the time to the second that every partition has reached, silent ones left out. */
    private void advance(long millis) {
        long until = completeForAll(millis);
        if (until <= now) {
            return;
        }
        if (now == 0) {
            now = (until - 1) / SNAPSHOT * SNAPSHOT;
        }
        for (int periods = 0; periods < MOST_PERIODS; ) {
            long boundary = (now / SNAPSHOT + 1) * SNAPSHOT;
            long next = later.isEmpty() ? boundary : Math.min(boundary, later.firstKey());
            if (next > until) {
                now = until;
                break;
            }
            // A message for a second that has passed counts from the present second on.
            refresh();
            now = Math.max(now, next);
            Set<MergedPaper> papers = later.remove(next);
            if (papers != null) {
                papers.forEach(this::apply);
                refresh();
            }
            if (next == boundary) {
                closePeriod(boundary);
                refresh();
                periods++;
            }
        }
        ByteWriter clock = new ByteWriter(8 + 8 * completeUntil.length).writeLong(now);
        for (long complete : completeUntil) {
            clock.writeLong(complete);
        }
        progress.put(CLOCK, clock.toBytes());
    }

    private long completeForAll(long millis) {
        long least = Long.MAX_VALUE;
        for (int partition = 0; partition < completeUntil.length; partition++) {
            if (millis - receivedAt[partition] < SILENCE_MILLIS) {
                least = Math.min(least, completeUntil[partition]);
            }
        }
        return least == Long.MAX_VALUE ? now : least;
    }

    private void apply(MergedPaper paper) {
        Category category = category(paper.category);
        if (paper.apply(now)) {
            changed.add(category);
        }
        dropIfGone(category, paper);
    }

    private void dropIfGone(Category category, MergedPaper paper) {
        if (paper.isGone() && category.papers.remove(paper.id, paper)) {
            candidates.delete(storeKey(paper));
            texts.delete(storeKey(paper));
        }
    }

    /** Stores the ranks at a boundary, and looks up those of a day before. */
    private void closePeriod(long boundary) {
        for (Category category : categories.values()) {
            attempt(category, () -> closePeriod(category, boundary));
        }
    }

    private void closePeriod(Category category, long boundary) {
        for (MergedRanking ranking : category.rankings) {
            snapshots.take(ranking, boundary);
            if (snapshots.turn(ranking, boundary - DAY)) {
                changed.add(category);
            }
        }
        history.note(category.name, category.rankings, boundary);
    }

    /** What fails of one category costs the others nothing. */
    private void attempt(Category category, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            if (!Failures.isInputs(e)) {
                throw e;
            }
            publisher.failed(category.name == null ? Categories.ALL : category.name, e);
        }
    }

    /** Sorts the rankings that changed at this second. */
    private void refresh() {
        for (Category category : changed) {
            for (MergedRanking ranking : category.rankings) {
                if (ranking.refresh(category.papers.values())) {
                    ranking.asOf = now;
                    ranking.unpublished = true;
                    progress.put(HELD + ranking.key, ranking.state());
                }
            }
        }
        changed.clear();
    }

    /**
     * Publishes the rankings that have changed: each at most once a second, and not more in all
     * than are allowed.
     *
     * @param millis the machine's clock
     */
    void publish(long millis) {
        advance(millis);
        refresh();
        allowed = Math.min(BURST, allowed + perMilli * Math.max(0, millis - allowedAt));
        allowedAt = millis;
        List<Waiting> waiting = new ArrayList<>();
        for (Category category : categories.values()) {
            for (MergedRanking ranking : category.rankings) {
                if (!ranking.unpublished || millis - ranking.publishedAt < MOST_OFTEN_MILLIS) {
                    continue;
                }
                if (category.name == null) {
                    attempt(category, () -> publish(ranking, millis));
                } else {
                    waiting.add(new Waiting(category, ranking));
                }
            }
        }
        if (waiting.size() > allowed) {
            waiting.sort(Comparator.comparingLong(each -> each.ranking().publishedAt));
        }
        for (Waiting each : waiting) {
            if (allowed < 1) {
                break;
            }
            attempt(each.category(), () -> publish(each.ranking(), millis));
        }
    }

    /** A category's ranking that is to be published. */
    private record Waiting(Category category, MergedRanking ranking) {}

    private void publish(MergedRanking ranking, long millis) {
        ranking.unpublished = false;
        if (!ranking.isNews()) {
            return;
        }
        if (ranking.key.category() != null) {
            allowed--;
        }
        ranking.publishedAt = millis;
        ranking.published();
        publisher.ranking(ranking.key, Instant.ofEpochSecond(ranking.asOf), ranking.toJson());
        progress.put(HELD + ranking.key, ranking.state());
    }

    private Category category(String name) {
        return categories.computeIfAbsent(name, Category::new);
    }

    private static String storeKey(MergedPaper paper) {
        return paper.category + SEPARATOR + paper.id;
    }
}
