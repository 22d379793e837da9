package org.papertide.ingest.source.arxiv;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Answers as arXiv gives them, written for these tests. */
final class Feeds {

    private Feeds() {}

    /** An answer of the query API in the layout of 2026. */
    static String atom(long total, String... ids) {
        return """
        <?xml version='1.0' encoding='UTF-8'?>
        <feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" \
        xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
          <id>https://arxiv.org/api/xyz</id>
          <title>arXiv Query</title>
          <opensearch:totalResults>%d</opensearch:totalResults>
          %s
        </feed>
        """
                .formatted(total, Stream.of(ids).map(Feeds::entry).collect(Collectors.joining()));
    }

    /** The error that the API reports in a feed. */
    static String error(String summary) {
        return """
        <feed xmlns="http://www.w3.org/2005/Atom"><id>https://arxiv.org/</id><entry>
        <id>https://arxiv.org/api/errors#incorrect_id</id><title>Error</title>
        <summary>%s</summary></entry></feed>
        """
                .formatted(summary);
    }

    /** A daily feed of RSS 2.0. */
    static String rss(String day, String type, String... ids) {
        return """
        <?xml version='1.0' encoding='UTF-8'?>
        <rss xmlns:arxiv="http://arxiv.org/schemas/atom" \
        xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel>
        <title>cs.LG updates on arXiv.org</title>
        <link>http://rss.arxiv.org/rss/cs.LG</link>
        <description>cs.LG updates on the arXiv.org e-print archive.</description>
        %s
        </channel></rss>
        """
                .formatted(
                        Stream.of(ids)
                                .map(id -> item(id, day, type))
                                .collect(Collectors.joining()));
    }

    private static String entry(String id) {
        return """
        <entry><id>http://arxiv.org/abs/%1$sv1</id><title>On the matter of %1$s</title>
        <published>2026-11-20T10:00:00Z</published><updated>2026-11-20T10:00:00Z</updated>
        <summary>We show it.</summary><category term="cs.LG"/>
        <arxiv:primary_category term="cs.LG"/>
        <author><name>Ada Example</name></author></entry>
        """
                .formatted(id);
    }

    private static String item(String id, String day, String type) {
        return """
        <item><title>On the matter of %1$s</title><link>https://arxiv.org/abs/%1$s</link>
        <description>arXiv:%1$sv1 Announce Type: %3$s
        Abstract: We show it.</description>
        <guid isPermaLink="false">oai:arXiv.org:%1$sv1</guid><category>cs.LG</category>
        <pubDate>%2$s</pubDate><arxiv:announce_type>%3$s</arxiv:announce_type>
        <dc:creator>Ada Example (University of A, B), Bo Example</dc:creator></item>
        """
                .formatted(id, day, type);
    }
}
