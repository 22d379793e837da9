package org.papertide.ranking.api.paper;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Category;
import org.papertide.events.Order;
import org.papertide.events.PaperId;
import org.papertide.events.PaperSummary;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.events.Reason;
import org.papertide.events.Score;
import org.papertide.events.Window;
import org.papertide.events.WindowScore;
import org.papertide.platform.loop.UnavailableException;
import org.papertide.ranking.api.readmodel.CataloguedPaper;
import org.papertide.ranking.api.readmodel.ReadModel;

/** Explains which rank a paper has in a ranking, or why it has none. */
public final class RankExplainer {

    private static final MathContext DIGITS = new MathContext(3);

    private final ReadModel readModel;
    private final Clock clock;

    public RankExplainer(ReadModel readModel, Clock clock) {
        this.readModel = readModel;
        this.clock = clock;
    }

    /**
     * Explains the rank of a paper, by its present or an earlier id.
     *
     * @throws UnavailableException while the read model is not available
     */
    public RankExplanation explain(PaperId id, RankingKey asked) {
        CataloguedPaper paper = readModel.findPaper(id).orElse(null);
        if (paper == null) {
            return new Explanation(id, asked, now())
                    .complete(RankExplanation.State.UNKNOWN, "No source has listed this paper.");
        }
        PaperSummary summary = paper.summary();
        RankingKey key = inItsSpelling(asked, summary);
        Optional<Ranking> ranking = readModel.findRanking(key);
        Instant asOf = ranking.map(Ranking::asOf).orElseGet(this::now);
        Explanation explanation = new Explanation(summary.id(), key, asOf);
        explanation.listed = summary.listed();
        explanation.categories = categories(summary);
        return switch (paper.status()) {
            case WITHDRAWN ->
                    explanation.complete(
                            RankExplanation.State.WITHDRAWN,
                            "It was withdrawn; withdrawn papers do not rank.");
            case MERGED -> merged(explanation, paper);
            case LISTED ->
                    listed(
                            explanation,
                            key,
                            summary,
                            ranking.map(Ranking::entries).orElse(List.of()));
        };
    }

    /** In whole seconds, as the time of rankings. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static RankExplanation merged(Explanation explanation, CataloguedPaper paper) {
        explanation.mergedInto = paper.mergedInto();
        return explanation.complete(
                RankExplanation.State.MERGED,
                "It has the id %s now, and no record of that id has arrived yet."
                        .formatted(paper.mergedInto()));
    }

    private RankExplanation listed(
            Explanation explanation,
            RankingKey key,
            PaperSummary paper,
            List<Ranking.Entry> entries) {
        Score score = readModel.findScore(paper.id()).orElse(null);
        WindowScore inWindow = score == null ? null : score.windows().get(key.window());
        boolean held = inWindow != null && (key.order() == Order.RISING || inWindow.inTop());
        if (inWindow != null && held) {
            explanation.score = inWindow.value(key.order());
        }
        for (Ranking.Entry entry : entries) {
            if (entry.paper().id().equals(paper.id())) {
                explanation.score = entry.score();
                explanation.rank = entry.rank();
                return explanation.complete(
                        RankExplanation.State.RANKS,
                        "It ranks: number %d of %d in %s."
                                .formatted(entry.rank(), entries.size(), key));
            }
        }
        if (key.category() != null && !explanation.categories.contains(key.category())) {
            return explanation.categories.isEmpty()
                    ? explanation.complete(
                            RankExplanation.State.CATEGORY_NOT_KNOWN,
                            "Its categories are not known yet, so it ranks among all papers only.")
                    : explanation.complete(
                            RankExplanation.State.OTHER_CATEGORY,
                            (isArchiveOf(key.category(), explanation.categories)
                                            ? "There are no rankings of the archive %s; it is in %s."
                                            : "It is not in %s, but in %s.")
                                    .formatted(
                                            key.category(),
                                            String.join(", ", explanation.categories)));
        }
        if (score != null && held) {
            return below(explanation, score.reasons(), entries);
        }
        return outside(explanation, key, paper, score);
    }

    /**
     * Whether there are no rankings of a name, since it is that of an archive of the categories.
     */
    private boolean isArchiveOf(String name, List<String> categories) {
        return readModel.findWithinArchive(name).isPresent()
                && categories.stream().anyMatch(each -> Category.isWithin(each, name));
    }

    private static RankExplanation below(
            Explanation explanation, List<Reason> reasons, List<Ranking.Entry> entries) {
        if (entries.size() < Ranking.MAX_ENTRIES) {
            return notYet(explanation);
        }
        Ranking.Entry last = entries.getLast();
        double score = explanation.score == null ? 0 : explanation.score;
        explanation.last = new RankExplanation.Last(last.rank(), last.score());
        explanation.missing = Math.max(0, last.score() - score);
        if (reasons.stream().allMatch(reason -> reason.metric().equals(Reason.RECENCY))) {
            return explanation.complete(
                    RankExplanation.State.NO_READINGS,
                    ("Nobody has counted an upvote or anything else for it yet; number %d has a score"
                                    + " of %s.")
                            .formatted(last.rank(), text(last.score())));
        }
        return explanation.complete(
                RankExplanation.State.BELOW,
                "Its score is %s; number %d has %s, so %s is missing."
                        .formatted(
                                text(score),
                                last.rank(),
                                text(last.score()),
                                text(explanation.missing)));
    }

    private static RankExplanation notYet(Explanation explanation) {
        return explanation.complete(
                RankExplanation.State.NOT_YET,
                "It arrived a moment ago and will be ranked within seconds.");
    }

    private RankExplanation outside(
            Explanation explanation, RankingKey key, PaperSummary paper, @Nullable Score score) {
        Instant now = now();
        Instant begin = now.minus(key.window().length());
        Instant day = paper.listed();
        boolean within = day != null && day.isAfter(begin) && !day.isAfter(now);
        if (within && score == null) {
            return notYet(explanation);
        }
        String listed =
                day == null || day.isAfter(begin)
                        ? "It was first seen before the last %s"
                        : "It was listed on "
                                + day.toString().substring(0, 10)
                                + ", before the last %s";
        String window = key.window().wireName();
        if (key.order() == Order.TOP) {
            return explanation.complete(
                    RankExplanation.State.NOT_IN_WINDOW,
                    (listed + ", and top holds what was listed within it.").formatted(window));
        }
        explanation.lastGain = lastGain(score == null ? Map.of() : score.windows(), begin, now);
        String gained =
                explanation.lastGain.after() == null
                        ? ", and has gained nothing within it."
                        : ", and last gained on or after "
                                + explanation.lastGain.after().toString().substring(0, 10)
                                + ", but not within it.";
        return explanation.complete(
                RankExplanation.State.NOT_IN_WINDOW, (listed + gained).formatted(window));
    }

    /** Between which instants a paper last gained: the windows that hold it bound that time. */
    private static RankExplanation.LastGain lastGain(
            Map<Window, WindowScore> windows, Instant begin, Instant now) {
        for (Window window : Window.values()) {
            WindowScore held = windows.get(window);
            if (held != null && !held.inTop()) {
                return new RankExplanation.LastGain(now.minus(window.length()), begin);
            }
        }
        return new RankExplanation.LastGain(null, begin);
    }

    private static RankingKey inItsSpelling(RankingKey key, PaperSummary paper) {
        return categories(paper).stream()
                .filter(own -> own.equalsIgnoreCase(key.category()))
                .findFirst()
                .map(own -> new RankingKey(key.order(), key.window(), own))
                .orElse(key);
    }

    private static List<String> categories(PaperSummary paper) {
        List<String> categories = new ArrayList<>(paper.categories());
        if (paper.primaryCategory() != null && !categories.contains(paper.primaryCategory())) {
            categories.addFirst(paper.primaryCategory());
        }
        return categories;
    }

    private static String text(double score) {
        if (score != 0 && Math.abs(score) < 0.001) {
            return String.format(Locale.ROOT, "%.1e", score);
        }
        return new BigDecimal(score).round(DIGITS).stripTrailingZeros().toPlainString();
    }

    /** Collects the parts of an explanation. */
    private static final class Explanation {

        private final PaperId paper;
        private final RankingKey key;
        private final Instant asOf;
        private @Nullable Integer rank;
        private @Nullable Double score;
        private RankExplanation.@Nullable Last last;
        private @Nullable Double missing;
        private @Nullable Instant listed;
        private RankExplanation.@Nullable LastGain lastGain;
        private List<String> categories = List.of();
        private @Nullable PaperId mergedInto;

        Explanation(PaperId paper, RankingKey key, Instant asOf) {
            this.paper = paper;
            this.key = key;
            this.asOf = asOf;
        }

        RankExplanation complete(RankExplanation.State state, String sentence) {
            return new RankExplanation(
                    paper,
                    key.order(),
                    key.window(),
                    key.category(),
                    asOf,
                    state,
                    sentence,
                    rank,
                    score,
                    last,
                    missing,
                    listed,
                    lastGain,
                    categories,
                    mergedInto);
        }
    }
}
