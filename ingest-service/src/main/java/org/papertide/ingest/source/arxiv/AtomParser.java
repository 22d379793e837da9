package org.papertide.ingest.source.arxiv;

import jakarta.inject.Singleton;
import java.io.InputStream;
import java.time.Clock;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.papertide.ingest.source.ContentPrefix;
import org.papertide.ingest.source.Item;
import org.papertide.ingest.source.ListingBuilder;
import org.papertide.ingest.source.ListingBuilder.DateKind;
import org.papertide.ingest.source.ListingFormat;
import org.papertide.ingest.source.SourceRichness;
import org.papertide.ingest.source.UnreadableListingException;
import org.papertide.ingest.source.UnreadableListingException.Flaw;
import org.papertide.ingest.source.xml.XmlElement;
import org.papertide.ingest.source.xml.XmlRecords;

/**
 * Atom: answers of the query API (info.arxiv.org/help/api/user-manual.html), in the layouts of 2025
 * and 2026, and the daily feeds of rss.arxiv.org/atom.
 */
@Singleton
public final class AtomParser implements ListingFormat {

    private static final Set<String> CONTAINERS = Set.of("feed");
    private static final String ERRORS = "/api/errors#";

    private final Clock clock;

    public AtomParser(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "arXiv Atom";
    }

    @Override
    public boolean recognises(ContentPrefix opening) {
        return opening.xmlRoot().filter("feed"::equals).isPresent()
                && FeedOrigin.isArxiv(opening.text());
    }

    /**
     * {@inheritDoc}
     *
     * @throws UnreadableListingException with {@link Flaw#ERROR_ANSWER} if the API reports an
     *     error, which it does in an entry, at times with HTTP 200
     */
    @Override
    public void parse(InputStream in, Consumer<Item> out) {
        parse(in, _ -> {}, out);
    }

    /**
     * As {@link #parse(InputStream, Consumer)}.
     *
     * @param total receives how many results there are in all ({@code opensearch:totalResults})
     */
    void parse(InputStream in, Consumer<Long> total, Consumer<Item> out) {
        Counter entries = new Counter();
        XmlRecords.read(
                in,
                CONTAINERS,
                "entry",
                element -> {
                    switch (element.name()) {
                        case "entry" -> entry(element, entries.next(), out);
                        case "totalResults" -> total.accept(number(element.text()));
                        default -> {
                            // The feed's own title, links and times.
                        }
                    }
                });
    }

    private void entry(XmlElement entry, int number, Consumer<Item> out) {
        String where = "entry " + number;
        String flaw = entry.flaw();
        if (flaw != null) {
            out.accept(new Item.Refused(ArxivPapers.place(where, entry.textOf("id")), flaw));
            return;
        }
        String id = entry.textOf("id");
        if (id != null && id.contains(ERRORS)) {
            throw new UnreadableListingException(
                    Flaw.ERROR_ANSWER, "arXiv reports an error: " + entry.textOf("summary"));
        }
        if (id != null && id.strip().startsWith("oai:")) {
            announced(entry, where, id, out);
        } else {
            result(entry, where, id, out);
        }
    }

    private void result(XmlElement entry, String where, @Nullable String id, Consumer<Item> out) {
        String comments = entry.textOf("comment");
        String summary = entry.textOf("summary");
        ListingBuilder draft =
                new ListingBuilder(clock, where, ArxivPapers.SOURCE, SourceRichness.ATOM)
                        .arxivId(id)
                        .doi(entry.textOf("doi"))
                        .title(entry.textOf("title"))
                        .abstractText(summary)
                        .date(DateKind.SUBMITTED, entry.textOf("published"))
                        .date(DateKind.UPDATED, entry.textOf("updated"))
                        .withdrawn(Withdrawal.isSaid(comments, summary));
        entry.find("primary_category")
                .ifPresent(category -> draft.primaryCategory(category.attribute("term")));
        entry.children("category").forEach(category -> draft.category(category.attribute("term")));
        entry.children("author").forEach(author -> draft.author(author.textOf("name")));
        finish(draft, where, comments, summary, out);
    }

    private void announced(XmlElement entry, String where, String id, Consumer<Item> out) {
        Announcement announcement =
                Announcement.read(entry.textOf("summary"), entry.textOf("announce_type"));
        ListingBuilder draft =
                new ListingBuilder(clock, where, ArxivPapers.SOURCE, SourceRichness.RSS)
                        .arxivId(id)
                        .doi(entry.textOf("DOI"))
                        .title(FeedHtml.removedOrNull(entry.textOf("title")))
                        .abstractText(announcement.abstractText());
        entry.children("category").forEach(category -> draft.category(category.attribute("term")));
        entry.children("creator")
                .flatMap(creators -> AuthorNames.split(creators.text()).stream())
                .forEach(draft::author);
        announcement.date(draft, entry.textOf("published"));
        finish(draft, where, null, announcement.abstractText(), out);
    }

    /** On arXiv everything has an id; an entry without is none of arXiv's. */
    private static void finish(
            ListingBuilder draft,
            String where,
            @Nullable String comments,
            @Nullable String summary,
            Consumer<Item> out) {
        if (draft.arxivIdentity().isEmpty()) {
            out.accept(new Item.Refused(where, "id: no arXiv id"));
            return;
        }
        ArxivPapers.complete(draft, comments, summary);
        draft.finish(out);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
