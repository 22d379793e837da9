package org.papertide.ingest.source.arxiv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.ingest.source.Item;
import org.papertide.ingest.source.Listing;
import org.papertide.ingest.source.ParsedListings;
import org.papertide.ingest.source.SourceRichness;
import org.papertide.ingest.source.UnreadableListingException.Flaw;
import org.papertide.testing.Growth;

class JsonLinesParserTest {

    private static final String SNAPSHOT =
            "{\"id\":\"0704.0001\",\"submitter\":\"P\",\"authors\":\"C. Bal\\\\'azs, E. Two\","
                    + "\"title\":\"A Title\\n  Over Lines\",\"comments\":null,"
                    + "\"doi\":\"10.1103/PhysRevD.76.013009\",\"categories\":\"hep-ph q-bio.BM\","
                    + "\"abstract\":\"  Text.\\n\",\"versions\":[{\"version\":\"v1\",\"created\":"
                    + "\"Mon, 2 Apr 2007 19:18:42 GMT\"},{\"version\":\"v2\",\"created\":"
                    + "\"Tue, 24 Jul 2007 20:10:27 GMT\"}],\"update_date\":\"2008-11-26\","
                    + "\"authors_parsed\":[[\"Balázs\",\"C.\",\"\"],[\"Two\",\"E.\",\"Jr\"]]}";
    private static final String DAILY =
            "{\"id\": \"2505.04002\", \"pdf\": \"https://arxiv.org/pdf/2505.04002\","
                    + " \"abs\": \"https://arxiv.org/abs/2505.04002\", \"authors\": [\"A\", \"B\"],"
                    + " \"title\": \"T\", \"categories\": [\"cs.GR\", \"cs.AI\"],"
                    + " \"comment\": \"SIGGRAPH\", \"summary\": \"Text\"}";

    /** More lines, and more of everything in one. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "authors, `C. Bal, `",
                "authors, ` and `",
                "title, ` $x$ `",
                "comments, ` withdrawn `",
                "doi, `10.1103/P `",
                "doi, `;`",
                "categories, `hep-ph `",
                "abstract, ` github.com/a/b `"
            })
    void readsLinesInProportionToTheirLength(String field, String part) {
        Growth.assertLinear(
                2_000,
                size -> {
                    String longer =
                            SNAPSHOT.replaceFirst(
                                    "\"" + field + "\":(?:\"[^\"]*\"|null)",
                                    Matcher.quoteReplacement(
                                            "\"%s\":\"%s\"".formatted(field, part.repeat(size))));
                    return longer + "\n" + (SNAPSHOT + "\n").repeat(size / 20);
                },
                lines -> assertThat(ParsedListings.by(lines).listings()).isNotEmpty());
    }

    @Test
    void readsALineOfTheSnapshot() {
        Listing paper = ParsedListings.by(SNAPSHOT + "\n").listings().getFirst();

        assertThat(paper.title()).isEqualTo("A Title Over Lines");
        assertThat(paper.authors()).containsExactly("C. Balázs", "E. Two Jr");
        assertThat(paper.categories()).containsExactly("hep-ph", "q-bio.BM");
        assertThat(paper.submitted()).isEqualTo("2007-04-02T19:18:42Z");
        assertThat(paper.updated()).isEqualTo("2007-07-24T20:10:27Z");
        assertThat(paper.version()).isEqualTo(2);
        assertThat(paper.doi()).hasToString("doi:10.1103/physrevd.76.013009");
        assertThat(paper.richness()).isEqualTo(SourceRichness.ARXIV_RAW);
    }

    /** Spelt otherwise, a paper would be in a ranking of its own. */
    @ParameterizedTest
    @CsvSource({
        "cs.LG, cs.LG",
        "cs.lg, cs.LG",
        "CS.Lg, cs.LG",
        "Q-Bio.bm, q-bio.BM",
        "astro-ph.co, astro-ph.CO",
        "cond-mat.str-el, cond-mat.str-el",
        "physics.ao-ph, physics.ao-ph",
        "hep-th, hep-th"
    })
    void spellsCategoriesAsArxivDoes(String written, String spelt) {
        Listing paper =
                ParsedListings.by(DAILY.replace("\"cs.GR\"", '"' + written + '"'))
                        .listings()
                        .getFirst();

        assertThat(paper.primaryCategory()).isEqualTo(spelt);
        assertThat(paper.categories()).containsExactly(spelt, "cs.AI");
    }

    /** As others publish the snapshot anew, and as people write lists. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"math.CO cs.CG\"]",
                "\"math.CO, cs.CG\"",
                "\"math.CO;cs.CG\"",
                "\"math.CO,cs.CG\"",
                "[\"math.CO;\",\" cs.CG \"]",
                "[\"math.CO, cs.cg\"]",
                "\" math.CO\\tcs.CG\\n\""
            })
    void takesAllCategoriesWhateverIsBetweenThem(String categories) {
        ParsedListings parsed =
                ParsedListings.by(
                        SNAPSHOT.replace(
                                "\"categories\":\"hep-ph q-bio.BM\"",
                                "\"categories\":" + categories));

        assertThat(parsed.items()).singleElement().isInstanceOf(Item.Listed.class);
        Listing paper = parsed.listings().getFirst();
        assertThat(paper.categories()).containsExactly("math.CO", "cs.CG");
        assertThat(paper.primaryCategory()).isEqualTo("math.CO");
    }

    /** Subjects in words are no categories, however they are put together. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[\"natural language processing\",\"cs.CL\"] | natural language processing",
                "[\"cs.CL\",\"language, processing\"] | language, processing",
                "[\"cs.CL\",\"language;processing of cs.LG\"] | language;processing of cs.LG",
                "\"cs.CL language\" | language"
            })
    void takesNoProseForCategories(String categories, String leftOut) {
        ParsedListings parsed =
                ParsedListings.by(
                        SNAPSHOT.replace(
                                "\"categories\":\"hep-ph q-bio.BM\"",
                                "\"categories\":" + categories));

        assertThat(parsed.listings().getFirst().categories()).containsExactly("cs.CL");
        assertThat(parsed.items())
                .filteredOn(Item.LeftOut.class::isInstance)
                .singleElement()
                .asString()
                .contains("category: '" + leftOut + "' is none");
    }

    @Test
    void saysWhichCategoryIsNone() {
        ParsedListings parsed =
                ParsedListings.by(SNAPSHOT.replace("hep-ph q-bio.BM", "hep-ph 68T07"));

        assertThat(parsed.items())
                .filteredOn(Item.LeftOut.class::isInstance)
                .singleElement()
                .asString()
                .contains("category: '68T07' is none");
        assertThat(parsed.listings().getFirst().categories()).containsExactly("hep-ph");
    }

    @ParameterizedTest
    @CsvSource({"'[\"v1\",\"v2\"]', 2", "'[\"v3\",\"v1\"]', 3", "'[\"latest\"]',", "[],"})
    void takesTheVersionOfNamesAlone(String versions, @Nullable Integer version) {
        String line = SNAPSHOT.replaceFirst("\"versions\":\\[.*?]", "\"versions\":" + versions);

        Listing paper = ParsedListings.by(line).listings().getFirst();

        assertThat(paper.version()).isEqualTo(version);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[null,null],[1,2,3]]",
                "[[true,false],[{},[\"A\"]],[1.5]]",
                "[null,1,\"A\",{}]",
                "[[\"\",\" \"]]",
                "{}"
            })
    void takesNothingForANameThatIsNoText(String authors) {
        String line =
                SNAPSHOT.replaceFirst(
                        "\"authors_parsed\":.*", "\"authors_parsed\":" + authors + "}");

        Listing paper = ParsedListings.by(line + "\n").listings().getFirst();

        assertThat(paper.authors()).isEmpty();
    }

    @Test
    void takesTheEarliestVersionForTheFirstInWhateverOrder() {
        String reversed =
                SNAPSHOT.replaceFirst("(\"versions\":\\[)(\\{[^}]*}),(\\{[^}]*})]", "$1$3,$2]");
        assertThat(reversed).isNotEqualTo(SNAPSHOT);

        Listing paper = ParsedListings.by(reversed + "\n").listings().getFirst();

        assertThat(paper.submitted()).isEqualTo("2007-04-02T19:18:42Z");
        assertThat(paper.updated()).isEqualTo("2007-07-24T20:10:27Z");
        assertThat(paper.version()).isEqualTo(2);
    }

    @Test
    void readsALineOfADailyListing() {
        Listing paper = ParsedListings.by(DAILY).listings().getFirst();

        assertThat(paper.authors()).containsExactly("A", "B");
        assertThat(paper.primaryCategory()).isEqualTo("cs.GR");
        assertThat(paper.submitted()).isNull();
        assertThat(paper.richness()).isEqualTo(SourceRichness.ATOM);
    }

    @Test
    void aBrokenLineIsRefusedAlone() throws Exception {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        lines.write((SNAPSHOT + "\n{broken}\n\n[1]\n").getBytes(StandardCharsets.UTF_8));
        lines.write("{\"id\":\"caf\u00e9\"}\n".getBytes(StandardCharsets.ISO_8859_1));
        lines.write((DAILY + "\r\n").getBytes(StandardCharsets.UTF_8));

        ParsedListings parsed = ParsedListings.by(lines.toByteArray());

        assertThat(parsed.listings()).hasSize(2);
        assertThat(parsed.refused())
                .extracting(refused -> refused.where())
                .containsExactly("line 2", "line 4", "line 5");
        assertThat(parsed.flaw()).isNull();
    }

    /** As from files that are put together and lack their last line end. */
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t ", "\r", "\r\n", "\n\r\n"})
    void readsEachRecordWhateverIsBetweenThem(String between) {
        ParsedListings parsed =
                ParsedListings.by(SNAPSHOT + between + DAILY + between + record("2505.04003"));

        assertThat(parsed.listings())
                .extracting(paper -> String.valueOf(paper.arxivId()))
                .containsExactly("arxiv:0704.0001", "arxiv:2505.04002", "arxiv:2505.04003");
        assertThat(parsed.refused()).isEmpty();
        assertThat(parsed.flaw()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"junk", "}", "]", "[", ",", "\"open", "{\"id\": ", "\ufeff", "0x"})
    void saysWhatBehindARecordIsNoJson(String behind) {
        ParsedListings parsed = ParsedListings.by(SNAPSHOT + behind + "\n" + DAILY + "\n");

        assertThat(parsed.listings()).hasSize(2);
        assertThat(parsed.refused())
                .extracting(Item.Refused::where)
                .containsExactly("line 1, value 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "null", "\"text\"", "[]", "[{\"id\": \"2505.04003\"}]", "NaN"})
    void refusesAValueThatIsNoRecordAndReadsTheNext(String value) {
        ParsedListings parsed = ParsedListings.by(SNAPSHOT + " " + value + " " + DAILY);

        assertThat(parsed.listings()).hasSize(2);
        assertThat(parsed.refused())
                .containsExactly(new Item.Refused("line 1, value 2", "no JSON object"));
    }

    @Test
    void saysThatTheSecondRecordOfTheLastLineIsCutOff() {
        ParsedListings parsed = ParsedListings.by(SNAPSHOT + DAILY.substring(0, 80));

        assertThat(parsed.listings()).hasSize(1);
        assertThat(parsed.kind()).isEqualTo(Flaw.TRUNCATED);
        assertThat(parsed.flaw()).hasMessageContaining("line 1, value 2");
    }

    private static String record(String id) {
        return DAILY.replace("2505.04002", id);
    }

    @Test
    void saysThatTheLastLineIsCutOff() {
        ParsedListings parsed = ParsedListings.by(SNAPSHOT + "\n" + DAILY.substring(0, 80));

        assertThat(parsed.listings()).hasSize(1);
        assertThat(parsed.kind()).isEqualTo(Flaw.TRUNCATED);
    }
}
