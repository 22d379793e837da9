package org.papertide.notify.site;

import jakarta.inject.Singleton;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.papertide.events.Order;
import org.papertide.events.PaperId;
import org.papertide.notify.ranking.RankingSearch;
import org.papertide.notify.ranking.RankingSearch.Answer;
import org.papertide.notify.ranking.RankingSearch.Sort;
import org.papertide.text.PaperText;
import org.papertide.text.query.QueryPart;
import org.papertide.text.query.QueryReader;

/** Puts the page together that answers a search. */
@Singleton
final class SearchPage {

    private static final String HOW =
            "Write what papers are about, in your words: papers that mean it are found as well as"
                    + " those that have the words. Narrow it with \"a phrase\", author:name or"
                    + " category:cs.LG; an arXiv id, DOI or address finds its paper.";

    private final Pages pages;
    private final RankingSearch search;

    SearchPage(Pages pages, RankingSearch search) {
        this.pages = pages;
        this.search = search;
    }

    /**
     * A page and how the request went.
     *
     * @param status of HTTP
     */
    record Made(int status, SearchView view) {}

    Made answer(SearchQuestion question) {
        if (question.text().isEmpty()) {
            return plain(200, question, "Search", HOW);
        }
        if (question.isTooLong()) {
            return plain(
                    400,
                    new SearchQuestion(
                            "",
                            question.sort(),
                            question.category(),
                            question.narrowing(),
                            question.limit()),
                    "That is too much to search for",
                    "Please use at most 2,000 characters.");
        }
        if (!question.isWell()) {
            return plain(
                    400,
                    question,
                    "Something is not right yet",
                    "Please look at what narrows the search.");
        }
        if (!hasWord(question.text()) && question.category() == null) {
            return plain(200, question, "There is no word to search for", HOW);
        }
        return switch (search.search(question.asked())) {
            case Answer.Found found -> new Made(200, found(question, found));
            case Answer.Nothing _ -> plain(400, question, "That cannot be searched for", HOW);
            case Answer.Away _ ->
                    plain(
                            503,
                            question,
                            "Search is temporarily unavailable",
                            "Your subscriptions are kept. While this lasts, the lists may not change,"
                                    + " and mails may come later than usual. Please try again in a"
                                    + " minute.");
        };
    }

    /** As the search has it: an emoji is a word, and signs such as + and # are none. */
    private static boolean hasWord(String text) {
        return PaperText.readable(text)
                .codePoints()
                .anyMatch(point ->
                        Character.isLetterOrDigit(point)
                                || Character.isExtendedPictographic(point)
                                || Character.isEmojiPresentation(point));
    }

    private Made plain(int status, SearchQuestion question, String heading, String text) {
        return new Made(
                status,
                new SearchView(
                        pages.searched(heading, question.text()),
                        heading,
                        List.of(text),
                        null,
                        List.of(),
                        question.text().isEmpty() ? null : NarrowView.of(question),
                        null,
                        null,
                        List.of(),
                        null));
    }

    private SearchView found(SearchQuestion question, Answer.Found found) {
        Order order = question.sort() == Sort.TOP ? Order.TOP : Order.RISING;
        List<FoundView> entries =
                found.entries().stream()
                        .map(entry -> FoundView.of(entry, order, "your search"))
                        .toList();
        List<String> paragraphs = new ArrayList<>();
        if (found.note() != null) {
            paragraphs.add(found.note());
        }
        if (entries.isEmpty() && !isId(question.text())) {
            paragraphs.add(
                    question.isNarrowed()
                            ? "No paper was found within what narrows the search. Please narrow it"
                                    + " less, or try other words."
                            : "No paper was found. Please try other words, or fewer.");
        } else if (entries.isEmpty() && paragraphs.isEmpty()) {
            // A release before this one does not say why.
            paragraphs.add("No paper of this id was found.");
        }
        boolean full = entries.size() == question.limit() && question.limit() < RankingSearch.MOST;
        Page page = pages.searched("Search: " + question.shown(), question.text());
        return new SearchView(
                page,
                "Papers for “" + question.shown() + "”",
                paragraphs,
                found.didYouMean() == null
                        ? null
                        : new FrontView.Tab(
                                found.didYouMean(),
                                question.with(found.didYouMean()).address(),
                                false),
                List.of(
                        tab("Most relevant", question, Sort.RELEVANCE),
                        tab("Rising", question, Sort.RISING),
                        tab("Top", question, Sort.TOP)),
                NarrowView.of(question),
                question.subscription(),
                URI.create(page.streams()).resolve(question.feed()).toString(),
                entries,
                full ? question.whole().address() : null);
    }

    /** Whether it asks for a paper by its id: then other words do not help. */
    private static boolean isId(String text) {
        if (PaperId.findInText(text.replaceFirst("(?i)^id:", "")).isPresent()) {
            return true;
        }
        List<QueryPart> parts = SearchSubscription.QUERIES.read(QueryReader.line(text));
        return parts.stream().anyMatch(QueryPart.Paper.class::isInstance)
                && parts.stream().noneMatch(QueryPart.Text.class::isInstance);
    }

    private static FrontView.Tab tab(String label, SearchQuestion question, Sort sort) {
        return new FrontView.Tab(label, question.with(sort).address(), question.sort() == sort);
    }
}
