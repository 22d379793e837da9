package org.papertide.ingest.source.arxiv;

import jakarta.inject.Singleton;
import java.io.InputStream;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.papertide.ingest.source.ContentPrefix;
import org.papertide.ingest.source.Item;
import org.papertide.ingest.source.ListingBuilder;
import org.papertide.ingest.source.ListingFormat;
import org.papertide.ingest.source.SourceRichness;
import org.papertide.ingest.source.UnreadableListingException;
import org.papertide.ingest.source.UnreadableListingException.Flaw;
import org.papertide.ingest.source.xml.XmlElement;
import org.papertide.ingest.source.xml.XmlRecords;

/**
 * The daily feeds of rss.arxiv.org/rss (RSS 2.0; info.arxiv.org/help/rss_specifications.html) and
 * their predecessor until 2024 (RSS 1.0 in RDF, with HTML in descriptions and names).
 */
@Singleton
public final class RssParser implements ListingFormat {

    private static final Set<String> CONTAINERS = Set.of("rss", "RDF", "channel");

    /** How arXiv's own guids begin. */
    private static final String OAI = "oai:arxiv.org:";

    private final Clock clock;

    public RssParser(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "arXiv RSS";
    }

    @Override
    public boolean recognises(ContentPrefix opening) {
        return opening.xmlRoot()
                        .filter(root -> root.equals("rss") || root.equals("RDF"))
                        .isPresent()
                && FeedOrigin.isArxiv(opening.text());
    }

    /**
     * {@inheritDoc}
     *
     * @throws UnreadableListingException with {@link Flaw#ERROR_ANSWER} if the feed reports an
     *     error
     */
    @Override
    public void parse(InputStream in, Consumer<Item> out) {
        Channel channel = new Channel();
        Counter items = new Counter();
        XmlRecords.read(
                in,
                CONTAINERS,
                "item",
                element -> {
                    switch (element.name()) {
                        case "item" -> item(element, channel, items.next(), out);
                        case "title" -> channel.title = element.text();
                        case "description" -> channel.checkError(element.text());
                        case "date" -> channel.date = element.text();
                        default -> {
                            // Links, images and times of the feed itself.
                        }
                    }
                });
    }

    private void item(XmlElement item, Channel channel, int number, Consumer<Item> out) {
        String where = "item " + number;
        String flaw = item.flaw();
        if (flaw != null) {
            out.accept(new Item.Refused(ArxivPapers.place(where, item.plainTextOf("link")), flaw));
            return;
        }
        String title = FeedHtml.removedOrNull(item.plainTextOf("title"));
        Optional<OldTitle> old = OldTitle.read(title == null ? "" : title);
        ListingBuilder draft =
                new ListingBuilder(clock, where, ArxivPapers.SOURCE, SourceRichness.RSS);
        Announcement announcement;
        if (old.isPresent()) {
            announcement = old(item, old.get(), draft);
            announcement.date(draft, channel.date);
        } else {
            announcement = current(item, title, draft);
            if (!isAnnounced(item, announcement)) {
                out.accept(new Item.Refused(where, "guid, announce_type, title: not as arXiv's"));
                return;
            }
            announcement.date(draft, item.textOf("pubDate"));
        }
        if (draft.arxivIdentity().isEmpty()) {
            out.accept(new Item.Refused(where, "guid, link: no arXiv id"));
            return;
        }
        draft.abstractText(announcement.abstractText());
        ArxivPapers.complete(draft, null, announcement.abstractText());
        draft.finish(out);
    }

    private static Announcement current(
            XmlElement item, @Nullable String title, ListingBuilder draft) {
        Announcement announcement =
                Announcement.read(item.plainTextOf("description"), item.textOf("announce_type"));
        String guid = item.textOf("guid");
        draft.title(title).doi(item.textOf("DOI"));
        draft.arxivId(
                announcement.id() != null
                        ? announcement.id()
                        : guid != null && guid.contains("oai:") ? guid : item.plainTextOf("link"));
        item.children("category").forEach(category -> draft.category(category.text()));
        item.children("creator")
                .flatMap(creators -> AuthorNames.split(FeedHtml.removed(creators.text())).stream())
                .forEach(draft::author);
        return announcement;
    }

    /** Whether it is arXiv's own: feeds that tell of papers on arXiv link to them, too. */
    private static boolean isAnnounced(XmlElement item, Announcement announcement) {
        String guid = item.textOf("guid");
        return announcement.id() != null
                || item.textOf("announce_type") != null
                || (guid != null && guid.strip().toLowerCase(Locale.ROOT).startsWith(OAI));
    }

    private static Announcement old(XmlElement item, OldTitle title, ListingBuilder draft) {
        draft.title(title.title()).arxivId(title.id());
        draft.primaryCategory(title.category()).category(title.category());
        String creators = item.textOf("creator");
        if (creators != null) {
            AuthorNames.split(FeedHtml.removed(creators)).forEach(draft::author);
        }
        String description = item.plainTextOf("description");
        String type =
                switch (title.kind()) {
                    case "" -> "new";
                    case "CROSS LISTED" -> "cross";
                    default -> "replace";
                };
        return new Announcement(type, null, FeedHtml.removedOrNull(description));
    }

    /**
     * A title of the old feeds: {@code Title. (arXiv:1805.08875v1 [hep-ex] UPDATED)}.
     *
     * @param kind {@code UPDATED}, {@code CROSS LISTED} or nothing
     */
    private record OldTitle(String title, String id, String category, String kind) {

        private static final String BEGINNING = "(arXiv:";

        /** The longest seen has 60 characters. */
        private static final int MAX_LENGTH = 200;

        private static final Pattern END =
                Pattern.compile("\\(arXiv:(\\S+)\\s+\\[([^\\]]+)\\]\\s*+([A-Z ]*+)\\)");

        /** Reads only the end by an expression: titles may be of any length. */
        static Optional<OldTitle> read(String text) {
            String title = text.stripTrailing();
            int end = title.lastIndexOf(BEGINNING);
            if (end < 0 || title.length() - end > MAX_LENGTH) {
                return Optional.empty();
            }
            Matcher matcher = END.matcher(title.substring(end));
            if (!matcher.matches()) {
                return Optional.empty();
            }
            String before = title.substring(0, end).stripTrailing();
            return Optional.of(
                    new OldTitle(
                            before.endsWith(".")
                                    ? before.substring(0, before.length() - 1)
                                    : before,
                            matcher.group(1),
                            matcher.group(2),
                            matcher.group(3).strip()));
        }
    }

    /** What the feed says of itself. */
    private static final class Channel {
        private @Nullable String title;
        private @Nullable String date;

        void checkError(String description) {
            if (title != null && title.strip().startsWith("Feed error")) {
                throw new UnreadableListingException(
                        Flaw.ERROR_ANSWER, "arXiv reports an error: " + description.strip());
            }
        }
    }
}
