package org.papertide.ranking.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The candidates of one partition in each category. Reports to the merge which papers are
 * candidates where, and takes them back.
 */
final class CandidateSets {

    private final int partition;
    private final ScoringOutput out;
    private final Map<String, CandidateSet> sets = new HashMap<>();

    /** Whether the merge has all candidates: not after a restart, which may have moved floors. */
    private boolean complete;

    CandidateSets(int partition, ScoringOutput out) {
        this.partition = partition;
        this.out = out;
    }

    void clear() {
        sets.clear();
        complete = false;
    }

    /** Takes a paper in wherever it is ranked, with its present values. */
    void add(PaperState state) {
        if (state.isRanked()) {
            for (String category : state.categories()) {
                sets.computeIfAbsent(category, _ -> new CandidateSet()).add(state);
            }
        }
    }

    /** Lets a paper go; its values and categories must be those with which it was added. */
    void remove(PaperState state) {
        if (state.isRanked()) {
            for (String category : state.categories()) {
                CandidateSet set = sets.get(category);
                if (set != null) {
                    set.remove(state);
                }
            }
        }
    }

    /**
     * Sends a paper to the merge of each category where it is a candidate, and takes it back where
     * it is one no more.
     *
     * @param now the partition's second
     */
    void send(PaperState state, PaperScorer.Result result, long now) {
        List<String> candidateIn = new ArrayList<>(state.categories().size());
        byte[] summary = null;
        for (String category : state.categories()) {
            CandidateSet set = sets.get(category);
            if (set == null || !set.isCandidate(state)) {
                continue;
            }
            candidateIn.add(category);
            boolean known = !state.textChanged && state.announced().contains(category);
            if (!known && summary == null) {
                summary = result.shortSummary();
            }
            out.merge(
                    new MergeInput.Candidate(
                            partition,
                            now,
                            category,
                            state.id,
                            new MergeInput.Version(
                                    state.listed, state.values.clone(), result.reasonsJson()),
                            known ? null : summary));
        }
        withdraw(state, candidateIn, now);
        state.announced(candidateIn);
    }

    /** Takes the paper back wherever it was announced and is not to be any more. */
    void withdraw(PaperState state, List<String> stays, long now) {
        for (String category : state.announced()) {
            if (!stays.contains(category)) {
                out.merge(new MergeInput.Withdrawal(partition, now, category, state.id));
            }
        }
    }

    /**
     * Seeks new floors where the old ones no longer fit.
     *
     * @return the papers that crossed one: they are to be sent
     */
    Set<PaperState> adjustFloors() {
        sets.values().removeIf(CandidateSet::isEmpty);
        Set<PaperState> crossed = new LinkedHashSet<>();
        sets.forEach((category, set) -> {
            if (set.adjustFloors() || !complete) {
                for (PaperState state : set.members()) {
                    if (set.isCandidate(state) != state.announced().contains(category)) {
                        crossed.add(state);
                    }
                }
            }
        });
        complete = true;
        return crossed;
    }
}
