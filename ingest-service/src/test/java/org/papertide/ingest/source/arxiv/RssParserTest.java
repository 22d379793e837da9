package org.papertide.ingest.source.arxiv;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.papertide.ingest.polling.Told;
import org.papertide.ingest.source.Listing;
import org.papertide.ingest.source.UnreadableListingException.Flaw;

class RssParserTest {

    private static final String DAY = "Tue, 30 Jun 2026 00:00:00 -0400";

    @Test
    void readsANewPaper() {
        Listing paper = only(Feeds.rss(DAY, "new", "2606.28729"));

        assertThat(paper.id().value()).isEqualTo("arxiv:2606.28729");
        assertThat(paper.version()).isEqualTo(1);
        assertThat(paper.abstractText()).isEqualTo("We show it.");
        assertThat(paper.authors()).containsExactly("Ada Example", "Bo Example");
        assertThat(paper.categories()).containsExactly("cs.LG");
        assertThat(paper.primaryCategory()).isNull();
        assertThat(paper.announced()).isEqualTo("2026-06-30T04:00:00Z");
        assertThat(paper.submitted()).isNull();
        assertThat(paper.withdrawn()).isNull();
    }

    @Test
    void doesNotTakeAnOldPaperThatIsCrossListedForANewOne() {
        Listing paper = only(Feeds.rss(DAY, "cross", "2301.02225"));

        assertThat(paper.announced()).isNull();
        assertThat(paper.submitted()).isNull();
    }

    @Test
    void takesAReplacementForAnUpdate() {
        Listing paper = only(Feeds.rss(DAY, "replace-cross", "2203.01250"));

        assertThat(paper.announced()).isNull();
        assertThat(paper.updated()).isEqualTo("2026-06-30T04:00:00Z");
    }

    @Test
    void reportsTheErrorThatAFeedReports() {
        Told told =
                Told.by(
                        """
                        <rss version="2.0"><channel>
                        <title>Feed error for query: http://rss.arxiv.org/rss/cs.ZZ</title>
                        <description>Invalid archive or category 'cs.ZZ'.</description>
                        </channel></rss>
                        """);
        assertThat(told.kind()).isEqualTo(Flaw.ERROR_ANSWER);
        assertThat(told.flaw()).hasMessageContaining("cs.ZZ");
    }

    @Test
    void aWeekendsFeedIsEmptyAndSound() {
        Told told = Told.by(Feeds.rss(DAY, "new"));

        assertThat(told.items()).isEmpty();
        assertThat(told.flaw()).isNull();
    }

    @Test
    void readsTheOldFeedsWithTheirHtml() {
        Listing paper =
                only(
                        """
                        <?xml version="1.0"?>
                        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
                         xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
                        <channel rdf:about="http://arxiv.org/"><title>hep-ex updates</title>
                        <dc:date>2018-05-23T20:30:00-05:00</dc:date></channel>
                        <item rdf:about="http://arxiv.org/abs/1805.08875">
                        <title>Asymmetries of Things. (arXiv:1805.08875v1 [hep-ex])</title>
                        <link>http://arxiv.org/abs/1805.08875</link>
                        <description>&lt;p&gt;For $2.6&amp;lt;\\eta$ we see it.
                        &lt;/p&gt;</description>
                        <dc:creator> &lt;a href="http://arxiv.org/find"&gt;Ada Example&lt;/a&gt;
                         (STAR Collaboration), &lt;a href="x"&gt;Bo Example&lt;/a&gt;</dc:creator>
                        </item></rdf:RDF>
                        """);

        assertThat(paper.title()).isEqualTo("Asymmetries of Things");
        assertThat(paper.primaryCategory()).isEqualTo("hep-ex");
        assertThat(paper.authors()).containsExactly("Ada Example", "Bo Example");
        assertThat(paper.abstractText()).isEqualTo("For $2.6<\\eta$ we see it.");
        assertThat(paper.announced()).isEqualTo("2018-05-24T01:30:00Z");
    }

    private static Listing only(String feed) {
        Told told = Told.by(feed);
        assertThat(told.refused()).isEmpty();
        assertThat(told.listings()).hasSize(1);
        return told.listings().getFirst();
    }
}
