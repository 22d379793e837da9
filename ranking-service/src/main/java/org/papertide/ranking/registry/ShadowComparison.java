package org.papertide.ranking.registry;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.papertide.events.Score;
import org.papertide.events.ShadowScore;
import org.papertide.events.Window;
import org.papertide.ranking.api.readmodel.ScoreStore;
import org.papertide.ranking.model.RankCorrelation;

/** Compares the scores by the active model with those by the model on trial. */
@Singleton
class ShadowComparison {

    private static final int FEW = 10;
    private static final int MANY = 50;

    private final Consumer<Consumer<Score>> scores;

    @Inject
    ShadowComparison(ScoreStore scores) {
        this(scores::each);
    }

    /** A comparison over a source that passes every score to a visitor. */
    ShadowComparison(Consumer<Consumer<Score>> scores) {
        this.scores = scores;
    }

    /**
     * How two orders of the papers of a day differ.
     *
     * @param model the active version
     * @param trial the version on trial
     * @param papers how many papers of the window {@code day} both have scored
     * @param spearman rank correlation of the two, -1 to 1
     * @param sharedOfFirst10 how many papers are among the first ten of both
     * @param sharedOfFirst50 likewise, of fifty
     */
    public record Outcome(
            String model,
            String trial,
            int papers,
            double spearman,
            int sharedOfFirst10,
            int sharedOfFirst50) {}

    private record Pair(String id, String model, double holds, String trialModel, double trial) {}

    /** The comparison; empty if no paper is scored by both. */
    Optional<Outcome> compare() {
        List<Pair> pairs = new ArrayList<>();
        scores.accept(score -> {
            ShadowScore trial = score.trial();
            if (trial != null && score.windows().containsKey(Window.DAY)) {
                pairs.add(
                        new Pair(
                                score.paper().id().value(),
                                score.model(),
                                score.score(),
                                trial.model(),
                                trial.score()));
            }
        });
        return pairs.isEmpty() ? Optional.empty() : Optional.of(outcome(pairs));
    }

    private static Outcome outcome(List<Pair> pairs) {
        List<String> holds = order(pairs, Pair::holds);
        List<String> onTrial = order(pairs, Pair::trial);
        return new Outcome(
                pairs.getLast().model(),
                pairs.getLast().trialModel(),
                pairs.size(),
                spearman(holds, onTrial),
                shared(holds, onTrial, FEW),
                shared(holds, onTrial, MANY));
    }

    private static List<String> order(List<Pair> pairs, ToDoubleFunction<Pair> value) {
        return pairs.stream()
                .sorted(Comparator.comparingDouble(value).reversed().thenComparing(Pair::id))
                .map(Pair::id)
                .toList();
    }

    /** The rank correlation of two orders without ties; 1 for a single paper. */
    private static double spearman(List<String> a, List<String> b) {
        Map<String, Integer> ranks = new HashMap<>();
        for (int i = 0; i < b.size(); i++) {
            ranks.put(b.get(i), i);
        }
        double[] own = new double[a.size()];
        double[] other = new double[a.size()];
        for (int i = 0; i < a.size(); i++) {
            own[i] = i;
            other[i] = ranks.getOrDefault(a.get(i), i);
        }
        return a.size() < 2 ? 1 : RankCorrelation.spearman(own, other);
    }

    private static int shared(List<String> a, List<String> b, int first) {
        Set<String> both = new HashSet<>(first(a, first).toList());
        both.retainAll(new HashSet<>(first(b, first).toList()));
        return both.size();
    }

    private static Stream<String> first(List<String> ids, int count) {
        return ids.stream().limit(count);
    }
}
