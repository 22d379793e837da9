package org.papertide.notify.site;

import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.papertide.events.ForecastText;
import org.papertide.events.Order;
import org.papertide.events.PaperId;
import org.papertide.events.PaperSummary;
import org.papertide.events.Score;
import org.papertide.notify.message.PaperView;
import org.papertide.notify.ranking.RankingSearch;
import org.papertide.notify.ranking.RankingSearch.Answer;

/** Puts the page of a paper together: what is known of it, and the papers that are like it. */
@Singleton
final class PaperPage {

    private static final int SIMILAR = 10;

    private final Pages pages;
    private final KnownPapers known;
    private final RankingSearch search;

    PaperPage(Pages pages, KnownPapers known, RankingSearch search) {
        this.pages = pages;
        this.known = known;
        this.search = search;
    }

    /** The address of a paper's page. */
    static String address(String id) {
        return "/papers/"
                + URLEncoder.encode(id, StandardCharsets.UTF_8)
                        .replace("%3A", ":")
                        .replace("%2F", "/")
                        .replace("+", "%20");
    }

    /** What became of a paper that was asked for. */
    sealed interface Found {

        record Page(PaperPageView view) implements Found {}

        /** No such paper is listed. */
        record Nothing() implements Found {}

        /** Only the search may know it, and it does not answer now. */
        record Away() implements Found {}
    }

    /**
     * The page of a paper: also of one that is quiet, which has no score and is found by the
     * search.
     */
    Found find(PaperId id) {
        Optional<Score> score = known.score(id);
        if (score.isPresent()) {
            return new Found.Page(view(score.get()));
        }
        return switch (search.paper(id)) {
            case Answer.Found found when found.entries().isEmpty() -> new Found.Nothing();
            case Answer.Found found -> new Found.Page(view(found.entries().getFirst()));
            case Answer.Nothing _ -> new Found.Nothing();
            case Answer.Away _ -> new Found.Away();
        };
    }

    private PaperPageView view(Score score) {
        PaperView paper =
                PaperView.of(
                        0,
                        score.paper(),
                        ForecastText.of(Order.RISING, score.score(), score.reasons()),
                        score.reasons());
        return view(paper, score.paper());
    }

    /** Of what was found, with the part of the abstract that a search shows. */
    private PaperPageView view(RankingSearch.Entry entry) {
        FoundView found = FoundView.of(entry, Order.RISING, "this paper");
        String excerpt =
                found.excerpt().stream()
                        .map(RankingSearch.Part::text)
                        .collect(Collectors.joining());
        return view(
                found.paper().withRank(0).withAbstract(excerpt.isEmpty() ? null : excerpt),
                entry.paper());
    }

    private PaperPageView view(PaperView paper, PaperSummary summary) {
        Answer answer = search.similar(summary.id(), SIMILAR);
        List<FoundView> similar =
                answer instanceof Answer.Found found
                        ? found.entries().stream()
                                .map(entry -> FoundView.of(entry, Order.RISING, "this paper"))
                                .toList()
                        : List.of();
        StringBuilder subscribe = new StringBuilder("/subscribe");
        SearchQuestion.add(subscribe, "like", summary.id().value());
        return new PaperPageView(
                pages.open(paper.title()),
                paper,
                FoundView.listed(summary),
                readOn(paper),
                subscribe.toString(),
                note(answer, similar.isEmpty()),
                similar);
    }

    private static @Nullable String readOn(PaperView paper) {
        String text = paper.abstractText();
        if (text == null || !text.endsWith("…") || paper.href() == null) {
            return null;
        }
        return paper.links().getFirst().label().equals("arXiv page")
                ? "Read on at arXiv"
                : "Read on where it was published";
    }

    private static @Nullable String note(Answer answer, boolean none) {
        return switch (answer) {
            case Answer.Found found -> none ? "No paper like this one is known." : found.note();
            case Answer.Nothing _ -> "No paper like this one is known.";
            case Answer.Away _ ->
                    "Search is temporarily unavailable. Please look again in a minute.";
        };
    }
}
