package org.papertide.notify.site;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.papertide.events.ForecastText;
import org.papertide.events.Order;
import org.papertide.events.PaperSummary;
import org.papertide.notify.message.InterestText;
import org.papertide.notify.message.PaperView;
import org.papertide.notify.ranking.RankingSearch;
import org.papertide.notify.ranking.RankingSearch.Part;
import org.papertide.text.PaperText;

/**
 * A paper that was found, as the template prints it; its texts are hostile.
 *
 * @param paper in its place
 * @param title in pieces, the words that were looked for marked
 * @param excerpt a part of its abstract, in pieces; empty if none is known
 * @param why it was found, a sentence each
 * @param listed when, in words; null if not known
 */
public record FoundView(
        PaperView paper,
        List<Part> title,
        List<Part> excerpt,
        List<String> why,
        @Nullable String listed) {

    /** Words that are named; a question may have hundreds. */
    private static final int WORDS_NAMED = 8;

    public FoundView {
        title = List.copyOf(title);
        excerpt = List.copyOf(excerpt);
        why = List.copyOf(why);
    }

    /** Address of its page, with the papers that are like it. */
    public String similar() {
        return PaperPage.address(paper.id());
    }

    /**
     * @param order what the score is of
     * @param what what the paper is near to, in words: "your search"
     */
    static FoundView of(RankingSearch.Entry entry, Order order, String what) {
        Double score = entry.score();
        PaperView paper =
                PaperView.of(
                        entry.rank(),
                        entry.paper(),
                        score == null ? "" : ForecastText.of(order, score, entry.reasons()),
                        entry.reasons());
        List<Part> title = parts(entry, "title");
        return new FoundView(
                paper,
                title.isEmpty() ? List.of(new Part(paper.title(), false)) : title,
                parts(entry, "abstract"),
                why(entry.match(), what),
                listed(entry.paper()));
    }

    static @Nullable String listed(PaperSummary paper) {
        return paper.listed() == null
                ? null
                : "listed on " + InterestText.day(paper.listed(), ZoneOffset.UTC);
    }

    private static List<Part> parts(RankingSearch.Entry entry, String field) {
        return entry.match().highlights().stream()
                .filter(highlight -> highlight.field().equals(field))
                .findFirst()
                .map(RankingSearch.Highlight::parts)
                .orElse(List.of());
    }

    private static List<String> why(RankingSearch.Match match, String what) {
        List<String> why = new ArrayList<>();
        if (!match.words().isEmpty()) {
            List<String> named =
                    match.words().stream()
                            .limit(WORDS_NAMED)
                            .map(word -> "“" + PaperText.readable(word) + "”")
                            .toList();
            int more = match.words().size() - named.size();
            why.add("Has " + String.join(", ", named) + (more > 0 ? " and " + more + " more" : ""));
        }
        Double similarity = match.similarity();
        if (similarity != null && similarity > 0) {
            why.add(
                    String.format(
                            Locale.ROOT, "Nearness in meaning to %s: %.2f of 1", what, similarity));
        }
        return why;
    }
}
