package org.papertide.ranking.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Paper;
import org.papertide.events.PaperStatus;
import org.papertide.events.PaperSummary;
import org.papertide.events.PriorsVersion;
import org.papertide.events.Signal;
import org.papertide.ranking.bytes.ByteReader;
import org.papertide.ranking.bytes.ByteWriter;
import org.papertide.ranking.model.TrendModel;
import org.papertide.ranking.model.SignalHistory;

/**
 * The papers of one partition: takes papers, readings and ticks, and tells scores, breakouts and
 * candidates for the rankings.
 *
 * <p>A paper is assessed when something of it comes, but at most once between two ticks (what comes
 * later in a second waits for its end), when its score is due to change, and at each whole {@value
 * #GRID} seconds as long as it is in a window.
 */
final class Trends {

    /** Seconds. All values are of one instant at each multiple, whatever has come when. */
    static final int GRID = 300;

    /** Assessments that are due, per tick: what is left over waits a second. */
    private static final int MOST_DUE = 20_000;

    /** A reading this new is seen at once, ahead of the next tick. */
    private static final Duration TICK_AHEAD = Duration.ofSeconds(2);

    private static final String CLOCK = "\u0000clock";

    private final AnnouncedModels models;
    private final StreamRules rules;
    private final KeyValueStore<String, byte[]> papers;
    private final KeyValueStore<String, byte[]> trends;
    private final Outlet out;
    private final StreamCounts counts;
    private final int partition;

    private final Map<String, Standing> standings = new HashMap<>();
    private final Map<String, Board> boards = new HashMap<>();
    private final DueQueue due = new DueQueue();

    /** Papers that have not come, in the order in which their first readings came. */
    private final Map<String, Standing> unknown = new LinkedHashMap<>();

    private List<Standing> touched = new ArrayList<>();
    private Assessor assessor;
    private boolean settled;
    private long now;

    Trends(
            int partition,
            TrendModel shipped,
            StreamRules rules,
            KeyValueStore<String, byte[]> papers,
            KeyValueStore<String, byte[]> trends,
            Outlet out,
            StreamCounts counts) {
        this.partition = partition;
        this.models = new AnnouncedModels(shipped, trends);
        this.assessor = new Assessor(shipped, null, counts);
        this.rules = rules;
        this.papers = papers;
        this.trends = trends;
        this.out = out;
        this.counts = counts;
    }

    /** Rebuilds from the stores what is held in memory. */
    void load() {
        standings.clear();
        boards.clear();
        due.clear();
        unknown.clear();
        touched.clear();
        settled = false;
        now = 0;
        List<Standing> waiting = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = trends.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> stored = all.next();
                if (stored.key.equals(CLOCK)) {
                    now = new ByteReader("clock", stored.value).readLong();
                } else if (!stored.key.startsWith(AnnouncedModels.KEY)) {
                    load(Standing.fromBytes(stored.key, stored.value), waiting);
                }
            }
        }
        models.load();
        assessor = assessor();
        waiting.sort((a, b) ->
                a.since != b.since ? Long.compare(a.since, b.since) : a.id.compareTo(b.id));
        waiting.forEach(standing -> unknown.put(standing.id, standing));
    }

    private void load(Standing standing, List<Standing> waiting) {
        standings.put(standing.id, standing);
        due.schedule(standing, standing.due);
        if (!standing.known) {
            waiting.add(standing);
            return;
        }
        ontoBoards(standing);
        if (standing.stale) {
            touch(standing);
        }
    }

    /** The partition's time: the second of its greatest tick; 0 before the first. */
    long now() {
        return now;
    }

    int size() {
        return standings.size();
    }

    /**
     * A paper, or news of it; a lower revision than the one that is known changes nothing.
     *
     * @param heard the clock when it was said
     */
    void paper(Paper paper, Instant heard) {
        String id = paper.id().value();
        byte[] stored = papers.get(id);
        PaperEntry before = stored == null ? null : PaperEntry.fromBytes(stored);
        if (before != null && paper.revision() < before.revision()) {
            return;
        }
        PaperEntry after =
                before == null ? PaperEntry.first(paper, seen(heard)) : before.revised(paper);
        byte[] bytes = after.toBytes();
        if (Arrays.equals(bytes, stored)) {
            return;
        }
        papers.put(id, bytes);
        Standing standing = standings.get(id);
        if (after.status() != PaperStatus.LISTED) {
            if (standing != null) {
                drop(standing);
            }
            return;
        }
        boolean fresh = standing == null;
        if (standing == null) {
            standing = new Standing(id, seen(heard).getEpochSecond());
            standings.put(id, standing);
        }
        adopt(standing, after, fresh || !standing.known);
        come(standing, fresh ? SignalHistory.none() : readings(standing), Instant.ofEpochSecond(now));
    }

    /** The paper's record was deleted: nothing of it is kept. */
    void paperDeleted(String id) {
        papers.delete(id);
        Standing standing = standings.get(id);
        if (standing != null) {
            drop(standing);
        }
    }

    /**
     * A reading of a metric that is known.
     *
     * @param heard the clock when it was said
     */
    void signal(Signal signal, Instant heard) {
        counts.signals.increment();
        String id = signal.paperId().value();
        Standing standing = standings.get(id);
        SignalHistory before = standing == null ? SignalHistory.none() : readings(standing);
        SignalHistory after =
                before.with(signal.metric(), signal.source(), signal.value(), signal.observedAt());
        if (after.equals(before)) {
            counts.repeatedSignals.increment();
            return;
        }
        if (standing == null) {
            standing = enter(id, heard);
        }
        if (standing != null) {
            come(standing, after, instant(signal.observedAt()));
        }
    }

    /**
     * Priors were announced: they are on trial, or hold from a second on.
     *
     * @throws org.papertide.ranking.model.UnreadableModelException if they cannot be scored by
     */
    void priors(PriorsVersion version) {
        models.take(version);
        turn();
    }

    /** Lets those priors hold that do at this second; all papers are assessed by them at once. */
    private void turn() {
        TrendModel trial = models.candidate(now);
        if (models.active(now).version() == assessor.version()
                && (trial == null ? 0 : trial.version()) == assessor.trialVersion()) {
            return;
        }
        assessor = assessor();
        standings.values().stream()
                .filter(standing -> standing.known)
                .sorted(Comparator.comparing((Standing standing) -> standing.id))
                .forEach(standing -> {
                    standing.textChanged = true;
                    due.schedule(standing, Math.min(standing.due, now));
                });
    }

    private Assessor assessor() {
        return new Assessor(models.active(now), models.candidate(now), counts);
    }

    /** Time has come to this instant; an earlier one changes nothing. */
    void tick(Instant at) {
        long second = at.getEpochSecond();
        if (second <= now) {
            return;
        }
        now = second;
        trends.put(CLOCK, new ByteWriter(8).writeLong(now).toBytes());
        turn();
        List<Standing> come = touched;
        touched = new ArrayList<>();
        for (Standing standing : come) {
            if (!standing.gone && standing.touched) {
                assess(standing);
            }
        }
        for (Standing standing : due.take(now, MOST_DUE)) {
            if (standing.gone || standing.assessedAt == now) {
                continue;
            }
            if (standing.known) {
                assess(standing);
            } else {
                forget(standing);
            }
        }
        settle();
        out.merge(new MergeInput.Heartbeat(partition, now));
    }

    /** Readings that are not kept, or of a paper that has been quiet, or that has not come yet. */
    private @Nullable Standing enter(String id, Instant heard) {
        byte[] stored = papers.get(id);
        PaperEntry entry = stored == null ? null : PaperEntry.fromBytes(stored);
        if (entry != null && entry.status() != PaperStatus.LISTED) {
            return null;
        }
        Standing standing = new Standing(id, seen(heard).getEpochSecond());
        standings.put(id, standing);
        if (entry != null) {
            adopt(standing, entry, true);
        } else {
            counts.unknownPapers.increment();
            unknown.put(id, standing);
            due.schedule(standing, standing.since + rules.unknownFor().toSeconds());
            if (unknown.size() > rules.unknownPapers()) {
                Iterator<Standing> oldest = unknown.values().iterator();
                forget(oldest.next());
            }
        }
        return standing;
    }

    private void forget(Standing standing) {
        counts.forgottenPapers.increment();
        drop(standing);
    }

    private void adopt(Standing standing, PaperEntry entry, boolean first) {
        PaperSummary summary = entry.summary();
        offBoards(standing);
        if (first) {
            standing.known = true;
            standing.breakout = entry.breakout();
            unknown.remove(standing.id);
        }
        standing.facts = entry.facts(summary);
        standing.categories(Categories.of(summary));
        Instant listed = summary.listed() == null ? entry.firstSeen() : summary.listed();
        standing.listed = listed.getEpochSecond();
        standing.textChanged = true;
        ontoBoards(standing);
    }

    /** Something of the paper has come: it is assessed now, or at the next tick. */
    private void come(Standing standing, SignalHistory readings, Instant at) {
        standing.stale = true;
        if (standing.known && now > 0 && standing.assessedAt < now) {
            assess(standing, readings, at);
            return;
        }
        trends.put(standing.id, standing.toBytes(readings.toBytes()));
        if (standing.known) {
            touch(standing);
        }
    }

    private void touch(Standing standing) {
        if (!standing.touched) {
            standing.touched = true;
            touched.add(standing);
        }
    }

    private void assess(Standing standing) {
        assess(standing, readings(standing), Instant.ofEpochSecond(now));
    }

    private void assess(Standing standing, SignalHistory readings, Instant at) {
        standing.touched = false;
        offBoards(standing);
        Assessor.@Nullable Result result = assessor.assess(standing, readings, at, now, papers);
        ontoBoards(standing);
        if (result == null) {
            // Not this paper's neighbours' fault: it is tried again in an hour.
            due.schedule(standing, now + 3600);
            trends.put(standing.id, standing.toBytes(readings.toBytes()));
            return;
        }
        if (!standing.isRanked() && now >= quietAt(standing, readings)) {
            leave(standing);
            return;
        }
        result.tell(out);
        tellMerge(standing, result);
        standing.textChanged = false;
        if (at.isAfter(Instant.ofEpochSecond(now))) {
            standing.stale = true;
            touch(standing);
        }
        long next = standing.isRanked() ? (now / GRID + 1) * GRID : quietAt(standing, readings);
        due.schedule(standing, Math.min(next, Math.max(now + 1, result.nextChange())));
        trends.put(standing.id, standing.toBytes(readings.toBytes()));
    }

    /** When a paper that is in no window leaves; one without any reading does not stay at all. */
    private long quietAt(Standing standing, SignalHistory readings) {
        if (standing.lastActive == 0 && readings.isEmpty()) {
            return 0;
        }
        return Math.max(standing.lastActive, standing.since) + rules.quietAfter().toSeconds();
    }

    private void tellMerge(Standing standing, Assessor.Result result) {
        List<String> told = new ArrayList<>(standing.categories().size());
        byte[] summary = null;
        for (String category : standing.categories()) {
            Board board = boards.get(category);
            if (board == null || !board.isCandidate(standing)) {
                continue;
            }
            told.add(category);
            boolean known = !standing.textChanged && standing.announced().contains(category);
            if (!known && summary == null) {
                summary = result.shortSummary();
            }
            out.merge(
                    new MergeInput.Candidate(
                            partition,
                            now,
                            category,
                            standing.id,
                            new MergeInput.Version(
                                    standing.listed, standing.values.clone(), result.reasonsJson()),
                            known ? null : summary));
        }
        withdraw(standing, told);
        standing.announced(told);
    }

    /** Takes the paper back wherever it was announced and is not to be any more. */
    private void withdraw(Standing standing, List<String> stays) {
        for (String category : standing.announced()) {
            if (!stays.contains(category)) {
                out.merge(new MergeInput.Withdrawal(partition, now, category, standing.id));
            }
        }
    }

    /** Floors that no longer fit are sought anew, and who has crossed them says so. */
    private void settle() {
        Set<Standing> crossed = new LinkedHashSet<>();
        for (Iterator<Map.Entry<String, Board>> it = boards.entrySet().iterator(); it.hasNext(); ) {
            Map.Entry<String, Board> entry = it.next();
            Board board = entry.getValue();
            if (board.isEmpty()) {
                it.remove();
            } else if (board.settle() || !settled) {
                for (Standing standing : board.members()) {
                    if (board.isCandidate(standing)
                            != standing.announced().contains(entry.getKey())) {
                        crossed.add(standing);
                    }
                }
            }
        }
        settled = true;
        crossed.forEach(this::assess);
    }

    /** A paper that has been quiet for long leaves; its text stays, should it be heard of again. */
    private void leave(Standing standing) {
        if (standing.breakout.hasBrokenOut()) {
            byte[] stored = papers.get(standing.id);
            if (stored != null) {
                PaperEntry entry = PaperEntry.fromBytes(stored).withBreakout(standing.breakout);
                papers.put(standing.id, entry.toBytes());
            }
        }
        drop(standing);
    }

    private void drop(Standing standing) {
        offBoards(standing);
        withdraw(standing, List.of());
        if (standing.published) {
            out.scoreGone(standing.id);
        }
        standing.gone = true;
        standing.touched = false;
        due.schedule(standing, Standing.NEVER);
        unknown.remove(standing.id);
        standings.remove(standing.id);
        trends.delete(standing.id);
    }

    private void ontoBoards(Standing standing) {
        if (standing.isRanked()) {
            for (String category : standing.categories()) {
                boards.computeIfAbsent(category, _ -> new Board()).add(standing);
            }
        }
    }

    private void offBoards(Standing standing) {
        if (standing.isRanked()) {
            for (String category : standing.categories()) {
                Board board = boards.get(category);
                if (board != null) {
                    board.remove(standing);
                }
            }
        }
    }

    private SignalHistory readings(Standing standing) {
        byte[] stored = trends.get(standing.id);
        return stored == null
                ? SignalHistory.none()
                : SignalHistory.fromBytes(Standing.readingsWithin(stored));
    }

    /** When something was heard: the clock, but never ahead of a log that is replayed. */
    private Instant seen(Instant heard) {
        return now > 0 && heard.getEpochSecond() > now ? Instant.ofEpochSecond(now) : heard;
    }

    /** The instant at which to look at a reading that may be a little ahead of the last tick. */
    private Instant instant(Instant observedAt) {
        Instant tick = Instant.ofEpochSecond(now);
        return observedAt.isAfter(tick) && !observedAt.isAfter(tick.plus(TICK_AHEAD))
                ? observedAt
                : tick;
    }
}
