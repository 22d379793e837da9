package org.papertide.feed;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** A feed in RSS 2.0 (rssboard.org/rss-specification), authors as Dublin Core. */
final class RssFeed {

    private static final String DUBLIN_CORE = "http://purl.org/dc/elements/1.1/";
    private static final String ATOM = "http://www.w3.org/2005/Atom";

    /** In minutes; readers that respect it poll no more often. */
    private static final String TIME_TO_LIVE = "5";

    private RssFeed() {}

    static byte[] write(Feed feed) {
        Xml xml = new Xml();
        xml.open("rss", "version", "2.0", "xmlns:dc", DUBLIN_CORE, "xmlns:atom", ATOM)
                .open("channel")
                .text("title", feed.title())
                .text("link", feed.site().toASCIIString())
                .text("description", feed.title() + ", each with the reasons why")
                .text("lastBuildDate", date(feed.updated()))
                .text("ttl", TIME_TO_LIVE)
                .empty(
                        "atom:link",
                        "rel",
                        "self",
                        "type",
                        "application/rss+xml",
                        "href",
                        feed.self().toASCIIString());
        if (feed.hub() != null) {
            xml.empty("atom:link", "rel", "hub", "href", feed.hub().toASCIIString());
        }
        feed.entries().forEach(entry -> write(xml, entry));
        return xml.close().close().toBytes();
    }

    private static void write(Xml xml, Feed.Entry entry) {
        xml.open("item").text("title", entry.title());
        if (entry.link() != null) {
            xml.text("link", entry.link().toASCIIString());
        }
        xml.text("guid", entry.id().toString(), "isPermaLink", "false");
        if (entry.published() != null) {
            xml.text("pubDate", date(entry.published()));
        }
        // Readers take every description for HTML.
        xml.text("description", FeedText.html(entry.text()));
        entry.authors().stream()
                .filter(author -> !author.isBlank())
                .forEach(author -> xml.text("dc:creator", author));
        entry.categories().forEach(category -> xml.text("category", category));
        xml.close();
    }

    private static String date(Instant instant) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
    }
}
