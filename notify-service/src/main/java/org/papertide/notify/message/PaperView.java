package org.papertide.notify.message;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Links;
import org.papertide.events.PaperId;
import org.papertide.events.PaperSummary;
import org.papertide.events.Reason;
import org.papertide.events.ReasonText;
import org.papertide.text.PaperText;

/**
 * A paper in the words that a template prints: every text is readable and on one line, not yet
 * escaped.
 *
 * @param rank its rank, from 1; 0 in a list of one
 * @param id identity, as {@code arxiv:2409.01234}
 * @param title LaTeX read, at most {@value PaperSummary#MAX_TITLE} characters
 * @param href where the title leads; null if no link is known
 * @param authors "A, B and 7 more"; empty if not known
 * @param categories "Machine Learning (cs.LG), hep-th" …; empty if not known
 * @param abstractText null if there is none to show
 * @param forecast what it is ordered by: "about 120 more upvotes within a day"; empty if nothing
 *     was counted
 * @param met which of the reader's interests it meets: "close to your words “…”"; empty if the
 *     reader has no theme
 * @param reasons why the paper is here, weightiest first
 * @param links all that is known
 */
public record PaperView(
        int rank,
        String id,
        String title,
        @Nullable String href,
        String authors,
        String categories,
        @Nullable String abstractText,
        String forecast,
        String met,
        List<String> reasons,
        List<LinkView> links) {

    /** Names shown in full before "and 7 more". */
    private static final int AUTHORS_SHOWN = 3;

    private static final int CATEGORIES_SHOWN = 5;

    /**
     * A link with its name.
     *
     * @param label "arXiv page", "Publisher's page", "PDF", "Code" …
     * @param href http or https, ASCII only
     */
    public record LinkView(String label, String href) {}

    public PaperView {
        reasons = List.copyOf(reasons);
        links = List.copyOf(links);
    }

    /**
     * The view of a paper in its place.
     *
     * @param forecast what it is ordered by, in words
     * @param reasons of its score
     */
    public static PaperView of(
            int rank, PaperSummary paper, String forecast, List<Reason> reasons) {
        List<LinkView> links = links(paper);
        String text = paper.abstractText();
        String readable = text == null ? "" : PaperText.readable(text);
        String title = PaperText.cut(PaperText.readable(paper.title()), PaperSummary.MAX_TITLE);
        return new PaperView(
                rank,
                paper.id().toString(),
                title.isEmpty() ? "Untitled" : title,
                links.isEmpty() ? null : links.getFirst().href(),
                authors(paper.authors(), paper.authorCount()),
                categories(paper.categories()),
                readable.isEmpty()
                        ? null
                        : PaperText.cutAtSentence(readable, PaperSummary.MAX_ABSTRACT),
                forecast,
                "",
                ReasonText.sentences(reasons),
                links);
    }

    /** The same in a place, for these reasons. */
    PaperView inPlace(int place, String expected, List<Reason> why) {
        return new PaperView(
                place,
                id,
                title,
                href,
                authors,
                categories,
                abstractText,
                expected,
                met,
                ReasonText.sentences(why),
                links);
    }

    /** The same with what it meets. */
    public PaperView withMet(String interest) {
        return new PaperView(
                rank,
                id,
                title,
                href,
                authors,
                categories,
                abstractText,
                forecast,
                interest,
                reasons,
                links);
    }

    /** The same in another place. */
    public PaperView withRank(int other) {
        return new PaperView(
                other,
                id,
                title,
                href,
                authors,
                categories,
                abstractText,
                forecast,
                met,
                reasons,
                links);
    }

    /** The same with at most so many characters of the abstract; none at all for 0. */
    PaperView withAbstractOf(int characters) {
        String text = abstractText;
        return withAbstract(
                text == null || characters == 0 ? null : PaperText.cutAtSentence(text, characters));
    }

    /** The same with this text for its abstract. */
    public PaperView withAbstract(@Nullable String text) {
        return new PaperView(
                rank, id, title, href, authors, categories, text, forecast, met, reasons, links);
    }

    /** "A", "A and B", "A, B and C", "A, B, C and 7 more". */
    static String authors(List<String> names, int count) {
        List<String> readable =
                names.stream()
                        .map(name -> PaperText.cut(PaperText.readable(name), 60))
                        .filter(name -> !name.isEmpty())
                        .toList();
        if (readable.isEmpty()) {
            return "";
        }
        int all = Math.max(count, readable.size());
        int shown = all == AUTHORS_SHOWN + 1 ? all : AUTHORS_SHOWN;
        List<String> first = readable.subList(0, Math.min(shown, readable.size()));
        int more = all - first.size();
        if (more > 0) {
            return String.join(", ", first) + " and " + ReasonText.grouped(more) + " more";
        }
        return first.size() == 1
                ? first.getFirst()
                : String.join(", ", first.subList(0, first.size() - 1)) + " and " + first.getLast();
    }

    private static String categories(List<String> categories) {
        return String.join(
                ", ",
                categories.stream().limit(CATEGORIES_SHOWN).map(CategoryNames::label).toList());
    }

    private static List<LinkView> links(PaperSummary paper) {
        Links links = paper.links();
        List<LinkView> named = new ArrayList<>();
        add(named, pageLabel(links.page()), links.page());
        add(named, "Publisher's page", publisher(paper.id()));
        add(named, "PDF", links.pdf());
        add(named, "Code", links.code());
        add(named, "Discussion", links.discussion());
        add(named, "Project page", links.project());
        return named;
    }

    /** Where a DOI leads; null if the paper is known by another identity. */
    static @Nullable URI publisher(PaperId id) {
        return id.value().startsWith("doi:")
                ? URI.create(
                        "https://doi.org/"
                                + URLEncoder.encode(id.name(), StandardCharsets.UTF_8)
                                        .replace("%2F", "/")
                                        .replace("+", "%20"))
                : null;
    }

    private static String pageLabel(@Nullable URI page) {
        return page != null && "arxiv.org".equals(page.getHost()) ? "arXiv page" : "Abstract page";
    }

    /** In ASCII, since an address may hold signs that turn the reading direction. */
    private static void add(List<LinkView> links, String label, @Nullable URI uri) {
        if (uri == null || uri.toString().length() > MAX_LINK) {
            return;
        }
        String href = uri.toASCIIString();
        if (links.stream().noneMatch(link -> link.href().equals(href))) {
            links.add(new LinkView(label, href));
        }
    }

    /** A longer address is left out: ten of them would fill a mail. */
    private static final int MAX_LINK = 500;
}
