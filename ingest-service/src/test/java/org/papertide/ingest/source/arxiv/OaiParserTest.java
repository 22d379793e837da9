package org.papertide.ingest.source.arxiv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.ingest.source.Listing;
import org.papertide.ingest.source.ParsedListings;
import org.papertide.ingest.source.SourceRichness;
import org.papertide.ingest.source.UnreadableListingException.Flaw;
import org.papertide.testing.Growth;

class OaiParserTest {

    @Test
    void readsEveryVersionOfArxivRaw() {
        Listing paper =
                only(
                        """
                        <arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>1810.06450</id>
                        <submitter>S</submitter>
                        <version version="v1"><date>Fri, 12 Oct 2018 11:24:58 GMT</date>
                        <size>1225kb</size></version>
                        <version version="v3"><date>Sun, 26 May 2019 15:44:19 GMT</date>
                        <size>1225kb</size></version>
                        <title>T</title><authors>A. One, B. Two (Univ. of X, Y) and C. Three</authors>
                        <categories>eess.SP cs.SY eess.SY</categories><doi>10.1/x 10.2/y</doi>
                        <abstract>text</abstract></arXivRaw>
                        """);

        assertThat(paper.submitted()).isEqualTo("2018-10-12T11:24:58Z");
        assertThat(paper.updated()).isEqualTo("2019-05-26T15:44:19Z");
        assertThat(paper.version()).isEqualTo(3);
        assertThat(paper.authors()).containsExactly("A. One", "B. Two", "C. Three");
        assertThat(paper.categories()).containsExactly("eess.SP", "cs.SY", "eess.SY");
        assertThat(paper.primaryCategory()).isEqualTo("eess.SP");
        assertThat(paper.richness()).isEqualTo(SourceRichness.ARXIV_RAW);
        assertThat(paper.withdrawn()).isFalse();
    }

    @Test
    void knowsAWithdrawnPaperByItsEmptyVersion() {
        Listing paper =
                only(
                        """
                        <arXivRaw><id>0906.3336</id>
                        <version version="v1"><date>Thu, 18 Jun 2009 02:19:29 GMT</date>
                        <size>8kb</size></version>
                        <version version="v2"><date>Fri, 19 Jun 2009 14:29:19 GMT</date>
                        <size>0kb</size></version>
                        <title>T</title><authors>A</authors><categories>math.DG</categories>
                        <abstract>text</abstract></arXivRaw>
                        """);

        assertThat(paper.withdrawn()).isTrue();
    }

    @Test
    void doesNotTakeTheNewestVersionsDateForTheSubmission() {
        Listing paper = only(arxiv("2019-05-26"));

        assertThat(paper.submitted()).isNull();
        assertThat(paper.updated()).isEqualTo("2019-05-26T00:00:00Z");
    }

    @Test
    void takesADateInTheMonthOfTheIdForTheSubmission() {
        assertThat(only(arxiv("2018-10-12")).submitted()).isEqualTo("2018-10-12T00:00:00Z");
        assertThat(only(arxiv("2018-09-30")).submitted()).isEqualTo("2018-09-30T00:00:00Z");
    }

    @Test
    void putsNamesTogether() {
        assertThat(only(arxiv("2018-10-12")).authors())
                .containsExactly("Ada B. Example Jr", "The Collaboration");
    }

    /** Of each element that comes again and again, of each long text, and of records. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<version version=\"v1\"><date>Fri, 12 Oct 2018 11:24:58 GMT</date></version>",
                "<authors>A, </authors>",
                "<author><keyname>A</keyname><forenames>B</forenames></author>",
                "<categories>cs.LG </categories>",
                "<doi>10.1/x </doi>",
                "<dc:creator>Example, Ada</dc:creator>",
                "<dc:date>2009-06-19</dc:date>",
                "<dc:identifier>http://arxiv.org/abs/1810.06450</dc:identifier>",
                "<dc:identifier>doi:10.1112/jlms.12001</dc:identifier>",
                "<dc:description>Comment: 3 pages</dc:description>",
                "<setSpec>cs</setSpec>",
                "<a>",
                "</a>",
                "<!-- -->",
                "&amp;",
                "& ",
                "<",
                "((",
                " and ",
                "\n\t",
                "]]>",
                "</arXivRaw><arXivRaw><id>0906.3336</id>",
                "<record><metadata><arXivRaw><id>1810.06450</id></arXivRaw></metadata></record>"
            })
    void takesTimeInProportionToTheListing(String unit) {
        for (String element : List.of("authors", "title", "abstract", "categories", "none")) {
            Growth.assertLinear(
                    100_000 / unit.length(),
                    count ->
                            "<arXivRaw><id>1810.06450</id><title>T</title><%1$s>%2$s</%1$s></arXivRaw>"
                                    .formatted(element, unit.repeat(count)),
                    text -> assertThat(ParsedListings.by(list(text))).isNotNull());
        }
    }

    @Test
    void readsDublinCore() {
        Listing paper =
                only(
                        """
                        <oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"
                          xmlns:dc="http://purl.org/dc/elements/1.1/">
                        <dc:title>T</dc:title><dc:creator>Example, Ada</dc:creator>
                        <dc:subject>Mathematics - Logic</dc:subject>
                        <dc:description>text</dc:description>
                        <dc:description>Comment: 3 pages</dc:description>
                        <dc:date>2009-06-19</dc:date><dc:date>2009-06-18</dc:date>
                        <dc:identifier>http://arxiv.org/abs/1810.06450</dc:identifier>
                        <dc:identifier>doi:10.1112/jlms.12001</dc:identifier></oai_dc:dc>
                        """);

        assertThat(paper.authors()).containsExactly("Ada Example");
        assertThat(paper.submitted()).isEqualTo("2009-06-18T00:00:00Z");
        assertThat(paper.doi()).hasToString("doi:10.1112/jlms.12001");
        assertThat(paper.categories()).isEmpty();
    }

    @Test
    void aRecordThatWasDeletedKeepsNoOtherFromIt() {
        ParsedListings parsed =
                ParsedListings.by(
                        "<OAI-PMH><ListRecords><record><header status='deleted'>"
                                + "<identifier>oai:arXiv.org:1</identifier></header></record>"
                                + record("<arXiv><id>1810.06450</id><title>T</title></arXiv>")
                                + record("<mystery/>")
                                + "</ListRecords></OAI-PMH>");

        assertThat(parsed.listings()).hasSize(1);
        assertThat(parsed.leftOut()).hasSize(1);
        assertThat(parsed.refused())
                .singleElement()
                .satisfies(refused -> assertThat(refused.reason()).contains("mystery"));
    }

    @Test
    void noRecordsIsNoError() {
        ParsedListings parsed =
                ParsedListings.by("<OAI-PMH><error code='noRecordsMatch'>none</error></OAI-PMH>");

        assertThat(parsed.items()).isEmpty();
        assertThat(parsed.flaw()).isNull();
    }

    @Test
    void reportsAnError() {
        ParsedListings parsed =
                ParsedListings.by("<OAI-PMH><error code='badArgument'>from: odd</error></OAI-PMH>");
        assertThat(parsed.kind()).isEqualTo(Flaw.ERROR_ANSWER);
        assertThat(parsed.flaw()).hasMessageContaining("badArgument").hasMessageContaining("odd");
    }

    private static String arxiv(String created) {
        return """
        <arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>1810.06450</id>
        <created>%s</created><updated>2026-04-27</updated><authors>
        <author><keyname>Example</keyname><forenames>Ada B.</forenames>
        <suffix>Jr</suffix></author><author><keyname>:</keyname></author>
        <author><keyname>The Collaboration</keyname></author></authors>
        <title>T</title><categories>eess.SP</categories><abstract>text</abstract></arXiv>
        """
                .formatted(created);
    }

    private static String record(String metadata) {
        return "<record><header><identifier>oai:arXiv.org:1810.06450</identifier>"
                + "<datestamp>1970-01-01</datestamp></header><metadata>%s</metadata></record>"
                        .formatted(metadata);
    }

    private static String list(String metadata) {
        return "<OAI-PMH><ListRecords>" + record(metadata) + "</ListRecords></OAI-PMH>";
    }

    private static Listing only(String metadata) {
        ParsedListings parsed =
                ParsedListings.by(
                        "<OAI-PMH><responseDate>x</responseDate><ListRecords>"
                                + record(metadata)
                                + "<resumptionToken>abc</resumptionToken></ListRecords></OAI-PMH>");
        assertThat(parsed.refused()).isEmpty();
        assertThat(parsed.flaw()).isNull();
        assertThat(parsed.listings()).hasSize(1);
        return parsed.listings().getFirst();
    }
}
