package org.papertide.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.events.Metric;
import org.papertide.ingest.source.UnreadableListingException.Flaw;
import org.papertide.testing.KnownCases;

/** Listings with records that were taken for what they are not, or took their neighbours along. */
@EnabledIf(
        value = "org.papertide.testing.KnownCases#arePresent",
        disabledReason = "known cases do not lie beside the checkout")
class KnownListingsTest {

    private static ParsedListings read(String name) {
        return ParsedListings.by(KnownCases.text(name));
    }

    private static Map<String, Listing> byNumber(ParsedListings parsed) {
        return parsed.listings().stream()
                .collect(
                        Collectors.toMap(
                                listing -> listing.id().name(),
                                listing -> listing,
                                (one, _) -> one,
                                TreeMap::new));
    }

    private static Listing paper(Map<String, Listing> papers, String number) {
        return Objects.requireNonNull(papers.get(number), number);
    }

    @Test
    void haveTheAuthorsThatTheyName() {
        Map<String, Listing> papers = byNumber(read("01-authors-arxivraw.xml"));
        Map<String, List<String>> expected =
                Map.of(
                        "2611.90001",
                        List.of("The NOVA Collaboration", "A. Alpha", "B. Beta", "C. Gamma"),
                        "2611.90002",
                        List.of("A. Alpha", "B. Beta"),
                        "2611.90003",
                        List.of("Ann D. Forney Jr.", "Bob Roe III"),
                        "2611.90004",
                        List.of("A. Alpha", "B. Beta", "C. Gamma"),
                        "2611.90005",
                        List.of("A. Alpha", "B. Beta", "C. Gamma"),
                        "2611.90007",
                        List.of("A. Alpha", "B. Beta"),
                        "2611.90010",
                        List.of("Alexandre Lepand", "Firsthe Landand", "Sandy Andrews"),
                        "2611.90012",
                        List.of("A. Alpha", "B. Beta"),
                        "2611.90015",
                        List.of("A. Alpha", "B. Beta"),
                        "2611.90016",
                        List.of("A. Alpha", "B. Beta", "C. Gamma"));
        expected.forEach((number, authors) ->
                assertThat(paper(papers, number).authors()).as(number).isEqualTo(authors));
        assertThat(paper(papers, "2611.90011").authors()).containsExactly("Robin");
        assertThat(paper(papers, "2611.90013").authors()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    2611.91001 | 10.1002/(sici)1099-0000(199601)36:1<11::aid-xyz9>3.0.co;2-6
                    2611.91004 | 10.1103/physrevx.0.000001
                    2611.91005 | 10.1103/physrevx.0.000002
                    2611.91006 | 10.1103/physrevx.0.000004
                    2611.91007 | 10.1103/physrevx.0.000006
                    2611.91008 | 10.1103/physrevx.0.000007
                    2611.91009 |
                    2611.91010 | 10.1007/978-3-000-00000-0_1
                    2611.91012 | 10.1016/s0000-0000(00)00000-4
                    """)
    void haveTheDoiThatTheyName(String number, String doi) {
        Listing paper = paper(byNumber(read("02-doi.xml")), number);
        assertThat(paper.doi() == null ? null : paper.doi().name()).isEqualTo(doi);
    }

    @ParameterizedTest
    @CsvSource({
        "03-leading-newline.xml, 1, 0",
        "05-html-entity.xml, 2, 1",
        "06-bare-ampersand.xml, 2, 1",
        "25-hf-numeric-id.json, 0, 2"
    })
    void reachTheNextRecord(String name, int papers, int refused) {
        ParsedListings parsed = read(name);
        assertThat(parsed.flaw()).isNull();
        assertThat(parsed.listings()).hasSize(papers);
        assertThat(parsed.refused()).hasSize(refused);
    }

    @Test
    void areWithdrawnByWhoMayAndNotByAWord() {
        Map<String, Listing> papers = byNumber(read("13-withdrawn-phrases.xml"));
        assertThat(papers).hasSize(20);
        papers.forEach((number, paper) ->
                assertThat(paper.withdrawn())
                        .as(number)
                        .isEqualTo(number.compareTo("2611.96020") < 0));
    }

    @Test
    void keepTheNeighboursOfANumberThatIsNone() {
        ParsedListings parsed = read("20-hf-nan.json");
        assertThat(parsed.flaw()).isNull();
        assertThat(parsed.listings())
                .extracting(Listing::title)
                .contains("Before NaN", "After NaN");
    }

    @Test
    void countInWholeNumbersHoweverTheyAreWritten() {
        ParsedListings parsed = read("21-hf-float-counts.json");
        assertThat(parsed.refusedSignals()).isEmpty();
        assertThat(parsed.signals())
                .extracting(Item.Observed::metric, Item.Observed::value)
                .contains(tuple(Metric.UPVOTES.name(), 12L), tuple(Metric.COMMENTS.name(), 3L));
    }

    @Test
    void areNotListedInTheFuture() {
        assertThat(read("31-hf-future-listed.json").listings())
                .singleElement()
                .extracting(Listing::listed)
                .isNull();
    }

    @Test
    void ofLinesOfJsonStandAlone() {
        ParsedListings parsed = read("40-jsonl-mixed.jsonl");
        assertThat(parsed.flaw()).isNull();
        assertThat(parsed.listings())
                .extracting(listing -> listing.id().name())
                .containsExactly(
                        "2611.94001",
                        "2611.94003",
                        "math/0511111",
                        "2611.94005",
                        "2611.94006",
                        "2611.94007",
                        "2611.94008");
    }

    @Test
    void ofOthersAreNotArxivs() {
        assertThat(read("50a-hf-then-rss.json").listings()).hasSize(1);
        ParsedListings others = read("50b-thirdparty.rss");
        assertThat(others.kind()).isEqualTo(Flaw.UNKNOWN_FORMAT);
        assertThat(others.items()).isEmpty();
    }

    @Test
    void ofRssAreReadHoweverTheyAreWritten() {
        ParsedListings parsed = read("51-rss-variants.rss");
        assertThat(parsed.flaw()).isNull();
        assertThat(parsed.refused()).isEmpty();
        Map<String, Listing> papers = byNumber(parsed);
        assertThat(papers).hasSize(11);
        assertThat(paper(papers, "2611.95011").abstractText()).isEqualTo("No preamble here");
        assertThat(paper(papers, "2611.95012").title()).isEqualTo("p < q in graphs");
        assertThat(paper(papers, "2611.95013").title()).isEqualTo("Sums of $a < b$ and E. coli");
        assertThat(paper(papers, "2611.95014").announced()).isEqualTo("2026-11-25T05:00:00Z");
        assertThat(paper(papers, "2611.95015").announced()).isEqualTo("2026-11-25T00:00:00Z");
        assertThat(paper(papers, "2611.95016").announced()).isEqualTo("2026-11-25T06:00:00Z");
        assertThat(paper(papers, "2611.95017").authors()).containsExactly("A. Alpha", "B. Beta");
        assertThat(paper(papers, "2611.95018").abstractText()).isEqualTo("doubled.");
        assertThat(paper(papers, "2611.95019").authors())
                .containsExactly("A. Alpha", "B. Beta", "C. Gamma");
        assertThat(paper(papers, "2611.95020").announced()).isNotNull();
        assertThat(paper(papers, "2611.95021").abstractText())
                .isEqualTo("A line with breaks and bold");
    }

    @Test
    void haveTheTitlesThatTheyCameWith() {
        for (String name : List.of("70-mail-titles.json", "71-filters.json")) {
            ParsedListings parsed = read(name);
            assertThat(parsed.refused()).isEmpty();
            assertThat(parsed.listings()).as(name).hasSizeGreaterThan(10);
        }
        assertThat(read("72-page.txt").listings())
                .singleElement()
                .satisfies(paper -> {
                    assertThat(paper.title()).isEqualTo("A page paper without any date zqp");
                    assertThat(paper.listed()).isNull();
                });
    }
}
