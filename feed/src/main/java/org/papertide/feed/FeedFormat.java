package org.papertide.feed;

import java.util.Locale;
import java.util.Optional;

/** A format of feeds. */
public enum FeedFormat {
    /** RFC 4287. */
    ATOM("application/atom+xml;charset=UTF-8"),
    /** RSS 2.0. */
    RSS("application/rss+xml;charset=UTF-8"),
    /** JSON Feed 1.1. */
    JSON("application/feed+json;charset=UTF-8");

    private final String mediaType;

    FeedFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** Its media type. */
    public String mediaType() {
        return mediaType;
    }

    /** The extension of its addresses: {@code atom}, {@code rss}, {@code json}. */
    public String extension() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format of this file extension, such as {@code atom}. */
    public static Optional<FeedFormat> find(String extension) {
        for (FeedFormat format : values()) {
            if (format.extension().equals(extension)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** A feed in this format, in UTF-8. */
    public byte[] write(Feed feed) {
        return switch (this) {
            case ATOM -> AtomFeed.write(feed);
            case RSS -> RssFeed.write(feed);
            case JSON -> JsonFeed.write(feed);
        };
    }
}
