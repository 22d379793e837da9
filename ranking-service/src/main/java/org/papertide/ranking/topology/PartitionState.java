package org.papertide.ranking.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.events.ModelVersion;
import org.papertide.events.Paper;
import org.papertide.events.PaperStatus;
import org.papertide.events.PaperSummary;
import org.papertide.events.Signal;
import org.papertide.platform.loop.LogOnce;
import org.papertide.ranking.model.SignalHistory;
import org.papertide.ranking.model.TrendModel;

/**
 * The papers of one partition: takes papers, signals and ticks, and sends scores, breakouts and
 * candidates for the rankings.
 *
 * <p>A paper is assessed when something of it comes, but at most once between two ticks (what comes
 * later in a second waits for its end), when its score is due to change, and at each whole {@value
 * #GRID} seconds as long as it is in a window.
 */
final class PartitionState {

    /** Seconds. All values are of one instant at each multiple, whatever has come when. */
    static final int GRID = 300;

    /** Assessments that are due, per tick: what is left over waits a second. */
    private static final int MOST_DUE = 20_000;

    /** A signal this new is seen at once, ahead of the next tick. */
    private static final Duration TICK_AHEAD = Duration.ofSeconds(2);

    /** Seconds until a paper is tried again whose score failed. */
    private static final long FAILURE_PAUSE = 3600;

    private static final Logger LOG = Logger.getLogger(PartitionState.class);

    private final AnnouncedModels models;
    private final StreamRules rules;
    private final KeyValueStore<String, byte[]> papers;
    private final StoredStates stored;
    private final ScoringOutput out;
    private final StreamCounts counts;
    private final int partition;
    private final CandidateSets candidates;
    private final LogOnce log = new LogOnce();

    private final Map<String, PaperState> states = new HashMap<>();
    private final DueQueue due = new DueQueue();

    /** Papers that have not come, in the order in which their first signals came. */
    private final Map<String, PaperState> unknown = new LinkedHashMap<>();

    private List<PaperState> touched = new ArrayList<>();
    private PaperScorer assessor;
    private long now;

    PartitionState(
            int partition,
            TrendModel shipped,
            StreamRules rules,
            KeyValueStore<String, byte[]> papers,
            KeyValueStore<String, byte[]> trends,
            ScoringOutput out,
            StreamCounts counts) {
        this.partition = partition;
        this.models = new AnnouncedModels(shipped, trends);
        this.assessor = new PaperScorer(shipped, null, counts);
        this.rules = rules;
        this.papers = papers;
        this.stored = new StoredStates(trends);
        this.out = out;
        this.counts = counts;
        this.candidates = new CandidateSets(partition, out);
    }

    /** Rebuilds from the stores what is held in memory. */
    void load() {
        states.clear();
        candidates.clear();
        due.clear();
        unknown.clear();
        touched.clear();
        now = stored.clock();
        List<PaperState> waiting = new ArrayList<>();
        stored.forEach(state -> load(state, waiting));
        models.load();
        assessor = assessor();
        waiting.sort((a, b) ->
                a.since != b.since ? Long.compare(a.since, b.since) : a.id.compareTo(b.id));
        waiting.forEach(state -> unknown.put(state.id, state));
    }

    private void load(PaperState state, List<PaperState> waiting) {
        states.put(state.id, state);
        due.schedule(state, state.due);
        if (!state.known) {
            waiting.add(state);
            return;
        }
        candidates.add(state);
        if (state.stale) {
            touch(state);
        }
    }

    /** The partition's time: the second of its greatest tick; 0 before the first. */
    long now() {
        return now;
    }

    int size() {
        return states.size();
    }

    /**
     * Takes a paper; a lower revision than the one that is known changes nothing.
     *
     * @param receivedAt the clock when its record was produced
     */
    void paper(Paper paper, Instant receivedAt) {
        String id = paper.id().value();
        byte[] known = papers.get(id);
        PaperEntry before = known == null ? null : PaperEntry.fromBytes(known);
        if (before != null && !paper.replaces(before.revision(), receivedAt)) {
            return;
        }
        PaperEntry after =
                before == null ? PaperEntry.first(paper, seen(receivedAt)) : before.revised(paper);
        PaperState state = states.get(id);
        if (state != null && after.status() != PaperStatus.LISTED) {
            // Should it be listed again, it breaks out no second time at the same level.
            after = after.withBreakout(state.breakout);
        }
        byte[] bytes = after.toBytes();
        if (Arrays.equals(bytes, known)) {
            return;
        }
        papers.put(id, bytes);
        if (after.status() != PaperStatus.LISTED) {
            if (state != null) {
                drop(state);
            }
            return;
        }
        boolean fresh = state == null;
        if (state == null) {
            state = new PaperState(id, seen(receivedAt).getEpochSecond());
            states.put(id, state);
        }
        adopt(state, after, fresh || !state.known);
        recordArrival(
                state,
                fresh ? SignalHistory.none() : stored.signals(state),
                Instant.ofEpochSecond(now));
    }

    /** The paper's record was deleted: nothing of it is kept. */
    void paperDeleted(String id) {
        papers.delete(id);
        PaperState state = states.get(id);
        if (state != null) {
            drop(state);
        }
    }

    /**
     * A signal of a metric that is known.
     *
     * @param receivedAt the clock when its record was produced
     */
    void signal(Signal signal, Instant receivedAt) {
        counts.signals.increment();
        String id = signal.paperId().value();
        PaperState state = states.get(id);
        SignalHistory before = state == null ? SignalHistory.none() : stored.signals(state);
        SignalHistory after =
                before.with(signal.metric(), signal.source(), signal.value(), signal.observedAt());
        if (after.equals(before)) {
            counts.repeatedSignals.increment();
            return;
        }
        if (state == null) {
            state = enter(id, receivedAt);
        }
        if (state != null) {
            recordArrival(state, after, instant(signal.observedAt()));
        }
    }

    /**
     * Takes an announced model: it is on trial, or holds from a second on.
     *
     * @throws org.papertide.ranking.model.UnreadableModelException if it cannot be read
     */
    void model(ModelVersion version) {
        models.take(version);
        applyActiveModel();
    }

    /** Applies the models of this second; if they are others than before, to all papers at once. */
    private void applyActiveModel() {
        TrendModel trial = models.onTrial(now);
        if (models.active(now).version() == assessor.version()
                && (trial == null ? 0 : trial.version()) == assessor.trialVersion()) {
            return;
        }
        assessor = assessor();
        states.values().stream()
                .filter(state -> state.known)
                .sorted(Comparator.comparing((PaperState state) -> state.id))
                .forEach(state -> {
                    state.textChanged = true;
                    due.schedule(state, Math.min(state.due, now));
                });
    }

    private PaperScorer assessor() {
        return new PaperScorer(models.active(now), models.onTrial(now), counts);
    }

    /** Time has come to this instant; an earlier one changes nothing. */
    void tick(Instant at) {
        long second = at.getEpochSecond();
        if (second <= now) {
            return;
        }
        now = second;
        stored.setClock(now);
        applyActiveModel();
        List<PaperState> arrived = touched;
        touched = new ArrayList<>();
        for (PaperState state : arrived) {
            if (!state.gone && state.touched) {
                attempt(state);
            }
        }
        for (PaperState state : due.take(now, MOST_DUE)) {
            if (!state.gone && state.assessedAt != now) {
                attempt(state);
            }
        }
        candidates.adjustFloors().forEach(this::attempt);
        out.merge(new MergeInput.Tick(partition, now));
    }

    /** A paper whose time has come. If it fails, that is not its neighbours' fault. */
    private void attempt(PaperState state) {
        try {
            if (state.known) {
                assess(state);
            } else {
                forget(state);
            }
        } catch (RuntimeException e) {
            if (!Failures.isInputs(e)) {
                throw e;
            }
            counts.failures.increment();
            if (log.isNew(String.valueOf(e))) {
                LOG.errorf(
                        e,
                        "A paper could not be assessed; it is tried again in an hour. paper=%s",
                        state.id);
            }
            if (!state.gone) {
                due.schedule(state, now + FAILURE_PAUSE);
            }
        }
    }

    /** Signals that are not kept, or of a paper that has been quiet, or that has not come yet. */
    private @Nullable PaperState enter(String id, Instant receivedAt) {
        byte[] known = papers.get(id);
        PaperEntry entry = known == null ? null : PaperEntry.fromBytes(known);
        if (entry != null && entry.status() != PaperStatus.LISTED) {
            return null;
        }
        PaperState state = new PaperState(id, seen(receivedAt).getEpochSecond());
        states.put(id, state);
        if (entry != null) {
            adopt(state, entry, true);
        } else {
            counts.unknownPapers.increment();
            unknown.put(id, state);
            due.schedule(state, state.since + rules.unknownFor().toSeconds());
            if (unknown.size() > rules.unknownPapers()) {
                Iterator<PaperState> oldest = unknown.values().iterator();
                forget(oldest.next());
            }
        }
        return state.gone ? null : state;
    }

    private void forget(PaperState state) {
        counts.forgottenPapers.increment();
        drop(state);
    }

    private void adopt(PaperState state, PaperEntry entry, boolean first) {
        PaperSummary summary = entry.summary();
        candidates.remove(state);
        if (first) {
            state.known = true;
            state.breakout = entry.breakout();
            unknown.remove(state.id);
        }
        state.facts = entry.facts(summary);
        state.categories(Categories.of(summary));
        Instant listed = summary.listed() == null ? entry.firstSeen() : summary.listed();
        state.listed = listed.getEpochSecond();
        state.textChanged = true;
        candidates.add(state);
    }

    /** Something of the paper has come: it is assessed now, or at the next tick. */
    private void recordArrival(PaperState state, SignalHistory signals, Instant at) {
        state.stale = true;
        if (state.known && now > 0 && state.assessedAt < now) {
            assess(state, signals, at);
            return;
        }
        stored.put(state, signals);
        if (state.known) {
            touch(state);
        }
    }

    private void touch(PaperState state) {
        if (!state.touched) {
            state.touched = true;
            touched.add(state);
        }
    }

    private void assess(PaperState state) {
        assess(state, stored.signals(state), Instant.ofEpochSecond(now));
    }

    private void assess(PaperState state, SignalHistory signals, Instant at) {
        state.touched = false;
        candidates.remove(state);
        PaperScorer.@Nullable Result result;
        try {
            result = assessor.assess(state, signals, at, now, papers);
        } finally {
            candidates.add(state);
        }
        if (result == null) {
            due.schedule(state, now + FAILURE_PAUSE);
            stored.put(state, signals);
            return;
        }
        if (!state.isRanked() && now >= quietAt(state, signals)) {
            leave(state);
            return;
        }
        try {
            result.sendTo(out);
            candidates.send(state, result, now);
        } catch (RuntimeException e) {
            // Nobody may have it: the next assessment sends all of it.
            state.textChanged = true;
            throw e;
        }
        state.textChanged = false;
        if (at.isAfter(Instant.ofEpochSecond(now))) {
            state.stale = true;
            touch(state);
        }
        long next = state.isRanked() ? (now / GRID + 1) * GRID : quietAt(state, signals);
        due.schedule(state, Math.min(next, Math.max(now + 1, result.nextChange())));
        stored.put(state, signals);
    }

    /** When a paper that is in no window leaves; one without any signal does not stay at all. */
    private long quietAt(PaperState state, SignalHistory signals) {
        if (state.lastActive == 0 && signals.isEmpty()) {
            return 0;
        }
        return Math.max(state.lastActive, state.since) + rules.quietAfter().toSeconds();
    }

    /** A paper that has been quiet for long leaves; its text stays for a late signal. */
    private void leave(PaperState state) {
        if (state.breakout.hasBrokenOut()) {
            byte[] known = papers.get(state.id);
            if (known != null) {
                PaperEntry entry = PaperEntry.fromBytes(known).withBreakout(state.breakout);
                papers.put(state.id, entry.toBytes());
            }
        }
        drop(state);
    }

    private void drop(PaperState state) {
        candidates.remove(state);
        candidates.withdraw(state, List.of(), now);
        if (state.published) {
            out.scoreGone(state.id);
        }
        state.gone = true;
        state.touched = false;
        due.schedule(state, PaperState.NEVER);
        unknown.remove(state.id);
        states.remove(state.id);
        stored.delete(state);
    }

    /** When a record came: the clock, but never ahead of a log that is replayed. */
    private Instant seen(Instant receivedAt) {
        return now > 0 && receivedAt.getEpochSecond() > now
                ? Instant.ofEpochSecond(now)
                : receivedAt;
    }

    /** The instant at which to look at a signal that may be a little ahead of the last tick. */
    private Instant instant(Instant observedAt) {
        Instant tick = Instant.ofEpochSecond(now);
        return observedAt.isAfter(tick) && !observedAt.isAfter(tick.plus(TICK_AHEAD))
                ? observedAt
                : tick;
    }
}
