package org.papertide.ranking.api;

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
import org.papertide.events.Order;
import org.papertide.events.PaperId;
import org.papertide.events.PaperSummary;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.events.Reason;
import org.papertide.events.Score;
import org.papertide.events.Window;
import org.papertide.events.WindowScore;
import org.papertide.ranking.http.ProblemException;

/** Says where a paper stands in a ranking, and if it does not rank, why. */
final class WhyNot {

    private static final MathContext DIGITS = new MathContext(3);

    private final ReadModel readModel;
    private final Clock clock;

    WhyNot(ReadModel readModel, Clock clock) {
        this.readModel = readModel;
        this.clock = clock;
    }

    /**
     * The standing of a paper under any identity that it has or had.
     *
     * @throws ProblemException if the stream is not there yet
     */
    StandingView standing(PaperId id, RankingKey asked) {
        CataloguedPaper paper = readModel.findPaper(id).orElse(null);
        if (paper == null) {
            return new Answer(id, asked, now())
                    .says(StandingView.Standing.UNKNOWN, "No source has told of this paper.");
        }
        PaperSummary summary = paper.summary();
        RankingKey key = inItsSpelling(asked, summary);
        Optional<Ranking> ranking = readModel.findRanking(key);
        Instant asOf = ranking.map(Ranking::asOf).orElseGet(this::now);
        Answer answer = new Answer(summary.id(), key, asOf);
        answer.listed = summary.listed();
        answer.categories = categories(summary);
        return switch (paper.status()) {
            case WITHDRAWN ->
                    answer.says(
                            StandingView.Standing.WITHDRAWN,
                            "It was withdrawn; a withdrawn paper does not rank.");
            case MERGED -> merged(answer, paper);
            case LISTED ->
                    listed(answer, key, summary, ranking.map(Ranking::entries).orElse(List.of()));
        };
    }

    /** In whole seconds, as the ranking's own time. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static StandingView merged(Answer answer, CataloguedPaper paper) {
        answer.mergedInto = paper.mergedInto();
        return answer.says(
                StandingView.Standing.MERGED,
                "It is known as %s now, of which nothing has come yet."
                        .formatted(paper.mergedInto()));
    }

    private StandingView listed(
            Answer answer, RankingKey key, PaperSummary paper, List<Ranking.Entry> entries) {
        Score score = readModel.findScore(paper.id()).orElse(null);
        WindowScore inWindow = score == null ? null : score.windows().get(key.window());
        boolean held = inWindow != null && (key.order() == Order.RISING || inWindow.inTop());
        if (inWindow != null && held) {
            answer.score = inWindow.value(key.order());
        }
        for (Ranking.Entry entry : entries) {
            if (entry.paper().id().equals(paper.id())) {
                answer.score = entry.score();
                answer.rank = entry.rank();
                return answer.says(
                        StandingView.Standing.RANKS,
                        "It ranks: number %d of %d in %s."
                                .formatted(entry.rank(), entries.size(), key));
            }
        }
        if (key.category() != null && !answer.categories.contains(key.category())) {
            return answer.categories.isEmpty()
                    ? answer.says(
                            StandingView.Standing.CATEGORY_NOT_KNOWN,
                            "Its categories are not known yet, so it ranks among all papers only.")
                    : answer.says(
                            StandingView.Standing.OTHER_CATEGORY,
                            "It is not in %s, but in %s."
                                    .formatted(
                                            key.category(), String.join(", ", answer.categories)));
        }
        if (score != null && held) {
            return below(answer, score.reasons(), entries);
        }
        return outside(answer, key, paper, score);
    }

    private static StandingView below(
            Answer answer, List<Reason> reasons, List<Ranking.Entry> entries) {
        if (entries.size() < Ranking.MAX_ENTRIES) {
            return notYet(answer);
        }
        Ranking.Entry last = entries.getLast();
        double score = answer.score == null ? 0 : answer.score;
        answer.last = new StandingView.Last(last.rank(), last.score());
        answer.missing = Math.max(0, last.score() - score);
        if (reasons.stream().allMatch(reason -> reason.metric().equals(Reason.RECENCY))) {
            return answer.says(
                    StandingView.Standing.NO_READINGS,
                    ("Nobody has counted an upvote or anything else for it yet; number %d has a score"
                                    + " of %s.")
                            .formatted(last.rank(), text(last.score())));
        }
        return answer.says(
                StandingView.Standing.BELOW,
                "Its score is %s; number %d has %s, so %s is missing."
                        .formatted(
                                text(score),
                                last.rank(),
                                text(last.score()),
                                text(answer.missing)));
    }

    private static StandingView notYet(Answer answer) {
        return answer.says(
                StandingView.Standing.NOT_YET,
                "It has come a moment ago, and will be ranked within seconds.");
    }

    private StandingView outside(
            Answer answer, RankingKey key, PaperSummary paper, @Nullable Score score) {
        Instant now = now();
        Instant begin = now.minus(key.window().length());
        if (paper.listed() != null && paper.listed().isAfter(begin)) {
            return notYet(answer);
        }
        String listed =
                paper.listed() == null
                        ? "It was first seen before the last %s"
                        : "It was listed on "
                                + paper.listed().toString().substring(0, 10)
                                + ", before the last %s";
        String window = key.window().wireName();
        if (key.order() == Order.TOP) {
            return answer.says(
                    StandingView.Standing.NOT_IN_WINDOW,
                    (listed + ", and top holds what was listed within it.").formatted(window));
        }
        answer.lastGain = lastGain(score == null ? Map.of() : score.windows(), begin, now);
        String gained =
                answer.lastGain.after() == null
                        ? ", and has gained nothing within it."
                        : ", and last gained on or after "
                                + answer.lastGain.after().toString().substring(0, 10)
                                + ", but not within it.";
        return answer.says(
                StandingView.Standing.NOT_IN_WINDOW, (listed + gained).formatted(window));
    }

    /** The windows that hold a paper say when it gained. */
    private static StandingView.LastGain lastGain(
            Map<Window, WindowScore> windows, Instant begin, Instant now) {
        for (Window window : Window.values()) {
            WindowScore held = windows.get(window);
            if (held != null && !held.inTop()) {
                return new StandingView.LastGain(now.minus(window.length()), begin);
            }
        }
        return new StandingView.LastGain(null, begin);
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

    /** An answer as it comes to be. */
    private static final class Answer {

        private final PaperId paper;
        private final RankingKey key;
        private final Instant asOf;
        private @Nullable Integer rank;
        private @Nullable Double score;
        private StandingView.@Nullable Last last;
        private @Nullable Double missing;
        private @Nullable Instant listed;
        private StandingView.@Nullable LastGain lastGain;
        private List<String> categories = List.of();
        private @Nullable PaperId mergedInto;

        Answer(PaperId paper, RankingKey key, Instant asOf) {
            this.paper = paper;
            this.key = key;
            this.asOf = asOf;
        }

        StandingView says(StandingView.Standing standing, String sentence) {
            return new StandingView(
                    paper,
                    key.order(),
                    key.window(),
                    key.category(),
                    asOf,
                    standing,
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
