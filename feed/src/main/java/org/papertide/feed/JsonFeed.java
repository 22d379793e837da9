package org.papertide.feed;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventJson;

/** A feed in JSON Feed 1.1 (jsonfeed.org/version/1.1). */
final class JsonFeed {

    private static final String VERSION = "https://jsonfeed.org/version/1.1";

    private JsonFeed() {}

    private record Author(String name) {}

    private record Hub(String type, URI url) {}

    private record Item(
            URI id,
            @Nullable URI url,
            String title,
            @JsonProperty("content_text") String contentText,
            @JsonProperty("date_published") @Nullable Instant published,
            List<Author> authors,
            List<String> tags) {}

    private record Document(
            String version,
            String title,
            @JsonProperty("home_page_url") URI site,
            @JsonProperty("feed_url") URI self,
            List<Author> authors,
            @Nullable List<Hub> hubs,
            List<Item> items) {}

    static byte[] write(Feed feed) {
        Document document =
                new Document(
                        VERSION,
                        feed.title(),
                        feed.site(),
                        feed.self(),
                        List.of(new Author("Papertide")),
                        feed.hub() == null ? null : List.of(new Hub("WebSub", feed.hub())),
                        feed.entries().stream().map(JsonFeed::item).toList());
        try {
            return EventJson.mapper().writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record always has a JSON form", e);
        }
    }

    private static Item item(Feed.Entry entry) {
        return new Item(
                entry.id(),
                entry.link(),
                entry.title(),
                entry.text(),
                entry.published(),
                entry.authors().stream().map(Author::new).toList(),
                entry.categories());
    }
}
