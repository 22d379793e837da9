package org.papertide.ingest.source.arxiv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.ingest.source.Listing;
import org.papertide.ingest.source.ParsedListings;
import org.papertide.ingest.source.SourceRank;
import org.papertide.ingest.source.UnreadableListingException.Flaw;

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
        assertThat(paper.richness()).isEqualTo(SourceRank.ARXIV_RAW);
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
        assertThat(paper.richness()).isEqualTo(SourceRank.ATOM);
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

    @Test
    void saysThatTheLastLineIsCutOff() {
        ParsedListings parsed = ParsedListings.by(SNAPSHOT + "\n" + DAILY.substring(0, 80));

        assertThat(parsed.listings()).hasSize(1);
        assertThat(parsed.kind()).isEqualTo(Flaw.TRUNCATED);
    }
}
