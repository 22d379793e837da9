package org.papertide.notify.site;

import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.papertide.events.ForecastText;
import org.papertide.events.Order;
import org.papertide.events.PaperId;
import org.papertide.events.Score;
import org.papertide.notify.message.PaperView;
import org.papertide.notify.ranking.PaperSearch;
import org.papertide.notify.ranking.PaperSearch.Answer;

/** Puts the page of a paper together: what is known of it, and the papers that are like it. */
@Singleton
final class PaperPage {

    private static final int SIMILAR = 10;

    private final Pages pages;
    private final KnownPapers known;
    private final PaperSearch search;

    PaperPage(Pages pages, KnownPapers known, PaperSearch search) {
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

    /** Empty if the paper is not known here. */
    Optional<PaperPageView> view(PaperId id) {
        return known.score(id).map(score -> view(score, search.similar(id, SIMILAR)));
    }

    private PaperPageView view(Score score, Answer answer) {
        PaperView paper =
                PaperView.of(
                        0,
                        score.paper(),
                        ForecastText.of(Order.RISING, score.score(), score.reasons()),
                        score.reasons());
        List<FoundView> similar =
                answer instanceof Answer.Found found
                        ? found.entries().stream()
                                .map(entry -> FoundView.of(entry, Order.RISING, "this paper"))
                                .toList()
                        : List.of();
        StringBuilder subscribe = new StringBuilder("/subscribe");
        SearchQuestion.add(subscribe, "like", score.paper().id().value());
        return new PaperPageView(
                pages.open(paper.title()),
                paper,
                FoundView.listed(score.paper()),
                subscribe.toString(),
                note(answer, similar.isEmpty()),
                similar);
    }

    private static @Nullable String note(Answer answer, boolean none) {
        return switch (answer) {
            case Answer.Found found -> none ? "No paper like this one is known." : found.note();
            case Answer.Nothing _ -> "No paper like this one is known.";
            case Answer.Away _ -> "The search is away for a moment. Please look again in a minute.";
        };
    }
}
