package org.papertide.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.testing.fuzz.Fuzz;

/** Whatever a listing holds, it is read or refused; it never breaks the service. */
class ListingFuzzTest {

    private final Formats formats = ParsedListings.formats(ParsedListings.limits(1 << 20, 100));

    private static final String ATOM =
            """
            <?xml version='1.0' encoding='UTF-8'?>
            <feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
              <entry><id>http://arxiv.org/abs/2609.30233v3</id><title>A Title</title>
                <updated>2026-09-26T17:53:35Z</updated><published>2026-09-24T17:53:35Z</published>
                <summary>Text. Code: https://github.com/Example/Tool</summary>
                <category term="cs.AI"/><arxiv:primary_category term="cs.RO"/>
                <arxiv:doi>10.1000/ABC.1</arxiv:doi><author><name>Ada Example</name></author>
              </entry>
            </feed>
            """;

    private static final String RSS =
            """
            <?xml version='1.0' encoding='UTF-8'?>
            <rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"
              version="2.0"><channel><title>cs updates on arXiv.org</title>
              <link>http://rss.arxiv.org/rss/cs</link><pubDate>Mon, 23 Nov 2026 00:00:00 -0500</pubDate>
              <item><title>A Title</title><link>https://arxiv.org/abs/2611.00001</link>
              <description>arXiv:2611.00001v1 Announce Type: new
            Abstract: Text.</description><guid isPermaLink="false">oai:arXiv.org:2611.00001v1</guid>
              <category>cs.AI</category><arxiv:announce_type>new</arxiv:announce_type>
              <dc:creator>Ada Example, Bo Example</dc:creator></item></channel></rss>
            """;

    private static final String OAI =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record>
              <header><identifier>oai:arXiv.org:2609.30233</identifier>
              <datestamp>2026-09-26</datestamp></header><metadata>
              <arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>2609.30233</id>
              <version version="v1"><date>Thu, 24 Sep 2026 17:53:35 GMT</date></version>
              <title>A Title</title><authors>Ada Example and Bo Example (University)</authors>
              <categories>cs.RO cs.AI</categories><abstract>Text.</abstract></arXivRaw>
              </metadata></record><resumptionToken>1|2</resumptionToken></ListRecords></OAI-PMH>
            """;

    private static final String JSON_LINES =
            """
            {"id":"2609.30233","title":"A Title","authors":"Ada Example, Bo Example","abstract":"T",\
            "categories":"cs.RO cs.AI","doi":"10.1000/abc.1","update_date":"2026-09-26",\
            "authors_parsed":[["Example","Ada",""]],\
            "versions":[{"version":"v1","created":"Thu, 24 Sep 2026 17:53:35 GMT"}]}
            """;

    private static final String DAILY_PAPERS =
            """
            [{"paper":{"id":"2609.30233","title":"A Title","summary":"Text","upvotes":12,\
            "publishedAt":"2026-09-24T17:53:35.000Z","submittedOnDailyAt":"2026-09-25T01:00:00.000Z",\
            "authors":[{"name":"Ada Example","hidden":false}],"githubRepo":"https://github.com/e/t",\
            "githubStars":40},"publishedAt":"2026-09-24T17:53:35.000Z","title":"A Title",\
            "numComments":2,"submittedBy":{"followerCount":20}}]
            """;

    private static final String PAGE =
            """
            # Papers

            ## 2026-09-25

            - [A Title](https://arxiv.org/abs/2609.30233) - Ada Example, Bo Example (12 upvotes)
            """;

    static List<byte[]> samples() {
        return Fuzz.texts(ATOM, RSS, OAI, JSON_LINES, DAILY_PAPERS, PAGE);
    }

    @Test
    void readsOrRefusesAnything() {
        Fuzz.bytes(samples(), this::check);
    }

    @MethodSource("samples")
    @FuzzTest
    void fuzz(byte[] input) {
        Fuzz.check(input, this::check);
    }

    private void check(byte[] input) {
        List<Item> items = new ArrayList<>();
        try {
            formats.parse(new ByteArrayInputStream(input), _ -> {}, items::add);
        } catch (UnreadableListingException e) {
            assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(2_000);
        }
        assertThat(items).doesNotContainNull().hasSizeLessThanOrEqualTo(input.length);
    }

    @Test
    void readsTheSamplesThemselves() {
        for (byte[] sample : Fuzz.texts(ATOM, RSS, OAI, JSON_LINES, DAILY_PAPERS)) {
            List<Item> items = new ArrayList<>();
            formats.parse(new ByteArrayInputStream(sample), _ -> {}, items::add);
            assertThat(items).isNotEmpty();
        }
    }
}
