package org.papertide.ingest.source.arxiv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.ingest.source.Listing;
import org.papertide.ingest.source.ParsedListings;
import org.papertide.ingest.source.UnreadableListingException.Flaw;
import org.papertide.testing.Growth;

class RssParserTest {

    /** Their feeds link to arXiv, and may give no address of their own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<guid>https://arxiv.org/abs/2609.00001</guid>",
                "<guid>https://blog.example/oai:arXiv.org:2609.00001</guid>",
                "<description>Read arXiv:2609.00001 today.</description>",
                ""
            })
    void refusesItemsThatOthersWrote(String own) {
        ParsedListings parsed =
                ParsedListings.by(
                        "<rss version='2.0'><channel><link>https://arxiv.org/</link><item>"
                                + "<title>Why tides rise</title>"
                                + "<link>https://arxiv.org/abs/2609.00001</link>"
                                + own
                                + "</item></channel></rss>");
        assertThat(parsed.listings()).isEmpty();
        assertThat(parsed.refused()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<guid>oai:arXiv.org:2609.00001v1</guid>",
                "<arxiv:announce_type>new</arxiv:announce_type>",
                "<description>arXiv:2609.00001v1 Announce Type: new Abstract: X.</description>"
            })
    void takesItemsThatAreAnnounced(String own) {
        ParsedListings parsed =
                ParsedListings.by(
                        "<rss version='2.0'><channel><link>https://arxiv.org/</link><item>"
                                + "<title>Why tides rise</title>"
                                + "<link>https://arxiv.org/abs/2609.00001</link>"
                                + own
                                + "</item></channel></rss>");
        assertThat(parsed.listings()).hasSize(1);
    }

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
        ParsedListings parsed =
                ParsedListings.by(
                        """
                        <rss version="2.0"><channel><link>http://rss.arxiv.org/rss/cs.ZZ</link>
                        <title>Feed error for query: http://rss.arxiv.org/rss/cs.ZZ</title>
                        <description>Invalid archive or category 'cs.ZZ'.</description>
                        </channel></rss>
                        """);
        assertThat(parsed.kind()).isEqualTo(Flaw.ERROR_ANSWER);
        assertThat(parsed.flaw()).hasMessageContaining("cs.ZZ");
    }

    @Test
    void aWeekendsFeedIsEmptyAndSound() {
        ParsedListings parsed = ParsedListings.by(Feeds.rss(DAY, "new"));

        assertThat(parsed.items()).isEmpty();
        assertThat(parsed.flaw()).isNull();
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
        ParsedListings parsed = ParsedListings.by(feed);
        assertThat(parsed.refused()).isEmpty();
        assertThat(parsed.listings()).hasSize(1);
        return parsed.listings().getFirst();
    }

    @Test
    void readsTheTitlesOfTheOldFeeds() {
        Listing paper =
                only(old("On tides (again). (arXiv:1805.08875v2 [hep-ex] UPDATED)", "<p>We</p>"));

        assertThat(paper.title()).isEqualTo("On tides (again)");
        assertThat(paper.id().value()).isEqualTo("arxiv:1805.08875");
        assertThat(paper.version()).isEqualTo(2);
        assertThat(paper.primaryCategory()).isEqualTo("hep-ex");
        assertThat(paper.abstractText()).isEqualTo("We");
    }

    @Test
    void leavesComparisonsInTheOldFeedsDescriptions() {
        Listing paper = only(old("T. (arXiv:1805.08875v1 [hep-ex])", "<p>1 < 2 <b>and</b> x <y"));

        assertThat(paper.abstractText()).isEqualTo("1 < 2 and x <y");
    }

    /** Some feeds escape what is escaped already, and leave tags of HTML in. */
    @Test
    void readsTextsHoweverOftenTheyAreEscaped() {
        for (String title :
                List.of(
                        "p < q in graphs",
                        "R&D \"now\"",
                        "$a<b$ & $c>d$",
                        "x <y and z> w",
                        "a & b;")) {
            for (String given :
                    List.of(
                            escaped(title),
                            escaped(escaped(title)),
                            escaped("<i>" + title + "</i>"))) {
                String feed =
                        Feeds.rss(DAY, "new", "2606.28729")
                                .replace("On the matter of 2606.28729", given)
                                .replace("We show it.", given);
                assertThat(only(feed).title()).as(given).isEqualTo(title);
                assertThat(only(feed).abstractText()).as(given).isEqualTo(title);
            }
        }
    }

    @Test
    void takesTimeInProportionToItsInput() {
        for (String unit :
                List.of(
                        " ",
                        ".",
                        "(arXiv:1 [",
                        "(arXiv:",
                        "<a",
                        "</b ",
                        "<a ",
                        "&#",
                        "&amp;",
                        " and",
                        "( ")) {
            Growth.assertLinear(
                    20_000,
                    count -> old(unit.repeat(count) + "x", unit.repeat(count) + "x"),
                    ParsedListings::by);
        }
    }

    @Test
    void refusesARecordWithABrokenReferenceAndTakesItsNeighbours() {
        for (String flaw : List.of("Q & A", "Caf&eacute;", "a&#x3;b", "a\u0003b", "R&D;")) {
            ParsedListings parsed =
                    ParsedListings.by(
                            Feeds.rss(DAY, "new", "2606.28728", "2606.28729", "2606.28730")
                                    .replace("On the matter of 2606.28729", flaw));
            assertThat(parsed.listings())
                    .as(flaw)
                    .extracting(listing -> listing.id().value())
                    .containsExactly("arxiv:2606.28728", "arxiv:2606.28730");
            assertThat(parsed.refused())
                    .singleElement()
                    .satisfies(refused ->
                            assertThat(refused.where()).contains("2").contains("2606.28729"));
            assertThat(parsed.flaw()).isNull();
        }
    }

    private static String old(String title, String description) {
        return """
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
         xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel rdf:about="http://arxiv.org/"><title>hep-ex updates</title></channel>
        <item><title>%1$s</title><description>%2$s</description>
        <dc:creator>%2$s</dc:creator></item>
        </rdf:RDF>
        """
                .formatted(escaped(title), escaped(description));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
