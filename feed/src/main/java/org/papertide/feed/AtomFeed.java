package org.papertide.feed;

/** A feed in Atom (RFC 4287). */
final class AtomFeed {

    private static final String NAMESPACE = "http://www.w3.org/2005/Atom";

    private AtomFeed() {}

    static byte[] write(Feed feed) {
        Xml xml = new Xml();
        xml.open("feed", "xmlns", NAMESPACE)
                .text("id", feed.id().toString())
                .text("title", feed.title(), "type", "text")
                .text("updated", feed.updated().toString())
                .open("author")
                .text("name", "Papertide")
                .close()
                .empty(
                        "link",
                        "rel",
                        "self",
                        "type",
                        "application/atom+xml",
                        "href",
                        feed.self().toASCIIString())
                .empty(
                        "link",
                        "rel",
                        "alternate",
                        "type",
                        "text/html",
                        "href",
                        feed.site().toASCIIString());
        if (feed.hub() != null) {
            xml.empty("link", "rel", "hub", "href", feed.hub().toASCIIString());
        }
        feed.entries().forEach(entry -> write(xml, entry));
        return xml.close().toBytes();
    }

    private static void write(Xml xml, Feed.Entry entry) {
        xml.open("entry")
                .text("id", entry.id().toString())
                .text("title", entry.title(), "type", "text")
                // A new rank is no update of the paper: readers would show it as new.
                .text("updated", entry.updated().toString());
        if (entry.published() != null) {
            xml.text("published", entry.published().toString());
        }
        entry.authors().stream()
                .filter(author -> !author.isBlank())
                .forEach(author -> xml.open("author").text("name", author).close());
        entry.categories().forEach(category -> xml.empty("category", "term", category));
        if (entry.link() != null) {
            xml.empty("link", "rel", "alternate", "href", entry.link().toASCIIString());
        }
        xml.text("content", entry.text(), "type", "text").close();
    }
}
