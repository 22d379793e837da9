package org.papertide.ingest.source.arxiv;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.PaperId;
import org.papertide.ingest.source.Listing;
import org.papertide.ingest.source.ParsedListings;
import org.papertide.ingest.source.SourceRichness;
import org.papertide.ingest.source.UnreadableListingException.Flaw;
import org.papertide.testing.Growth;

class AtomParserTest {

    private static final String FULL =
            """
            <?xml version='1.0' encoding='UTF-8'?>
            <feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
              <id>https://arxiv.org/api/abc</id>
              <entry>
                <id>http://arxiv.org/abs/2609.30233v3</id>
                <title>A Title Over
              Two Lines</title>
                <updated>2026-09-26T17:53:35Z</updated>
                <published>2026-09-24T17:53:35Z</published>
                <link href="https://arxiv.org/abs/2609.30233v3" rel="alternate"/>
                <summary>  Bla bla
            bla. Code: https://github.com/Example/Tool.git. </summary>
                <category term="cs.AI" scheme="http://arxiv.org/schemas/atom"/>
                <category term="cs.RO" scheme="http://arxiv.org/schemas/atom"/>
                <category term="68T05; I.2.6"/>
                <arxiv:comment>9 pages</arxiv:comment>
                <arxiv:primary_category term="cs.RO"/>
                <arxiv:doi>10.1000/ABC.1</arxiv:doi>
                <author><name>Ada Example</name><arxiv:affiliation>U</arxiv:affiliation></author>
                <author><name>Bo P. Example</name></author>
                <unknown><deep>field</deep></unknown>
              </entry>
            </feed>
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<author><name>Ada Example</name></author>",
                "<category term='cs.AI'/>",
                "<link href='https://github.com/a/b' rel='related' title='pdf'/>",
                "<arxiv:doi>10.1000/ABC.1</arxiv:doi>",
                "<summary> withdrawn by its author </summary>",
                "<unknown><deep>field</deep></unknown>",
                "<published>2026-09-24T17:53:35Z</published>"
            })
    void readsEntriesInProportionToTheirLength(String part) {
        Growth.assertLinear(
                2_000,
                size -> FULL.replace("<unknown>", part.repeat(size) + "<unknown>"),
                feed -> assertThat(ParsedListings.by(feed).listings()).hasSize(1));
    }

    @Test
    void readsEveryField() {
        Listing paper = ParsedListings.by(FULL).listings().getFirst();

        assertThat(paper.arxivId()).isEqualTo(new PaperId("arxiv:2609.30233"));
        assertThat(paper.version()).isEqualTo(3);
        assertThat(paper.doi()).isEqualTo(new PaperId("doi:10.1000/abc.1"));
        assertThat(paper.title()).isEqualTo("A Title Over Two Lines");
        assertThat(paper.abstractText()).startsWith("Bla bla bla.");
        assertThat(paper.authors()).containsExactly("Ada Example", "Bo P. Example");
        assertThat(paper.primaryCategory()).isEqualTo("cs.RO");
        assertThat(paper.categories()).containsExactly("cs.RO", "cs.AI");
        assertThat(paper.submitted()).isEqualTo(Instant.parse("2026-09-24T17:53:35Z"));
        assertThat(paper.updated()).isEqualTo(Instant.parse("2026-09-26T17:53:35Z"));
        assertThat(paper.withdrawn()).isFalse();
        assertThat(paper.links().page()).isEqualTo(URI.create("https://arxiv.org/abs/2609.30233"));
        assertThat(paper.codeUrl()).isEqualTo(URI.create("https://github.com/Example/Tool"));
        assertThat(paper.richness()).isEqualTo(SourceRichness.ATOM);
    }

    @Test
    void readsTheLayoutOf2025AndOldIds() {
        ParsedListings parsed =
                ParsedListings.by(
                        """
                        <?xml version="1.0" encoding="UTF-8"?>
                        <feed xmlns="http://www.w3.org/2005/Atom">
                          <title type="html">ArXiv Query: id_list=hep-ex/0307015</title>
                          <entry><id>http://arxiv.org/abs/hep-ex/0307015v1</id>
                          <title>Old</title><summary>s</summary>
                          <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom"
                            term="hep-ex" scheme="http://arxiv.org/schemas/atom"/>
                          <category term="hep-ex"/><author><name>A</name></author></entry>
                        </feed>
                        """);

        assertThat(parsed.listings())
                .singleElement()
                .satisfies(paper -> {
                    assertThat(paper.id().value()).isEqualTo("arxiv:hep-ex/0307015");
                    assertThat(paper.categories()).containsExactly("hep-ex");
                    assertThat(paper.submitted()).isNull();
                });
    }

    @Test
    void knowsAWithdrawnPaperByItsComment() {
        String withdrawn =
                FULL.replace("9 pages", "9 pages. This paper has been withdrawn by the author");
        String elsewhere = FULL.replace("9 pages", "paper withdrawn from IEEE Transactions");

        assertThat(ParsedListings.by(withdrawn).listings().getFirst().withdrawn()).isTrue();
        assertThat(ParsedListings.by(elsewhere).listings().getFirst().withdrawn()).isFalse();
    }

    @Test
    void namesNoCodeIfThereAreSeveral() {
        String two = FULL.replace("9 pages", "see github.com/other/thing");

        assertThat(ParsedListings.by(two).listings().getFirst().codeUrl()).isNull();
    }

    @Test
    void takesAnErrorForAnErrorWhateverTheStatus() {
        ParsedListings parsed =
                ParsedListings.by(Feeds.error("incorrect id format for abc") + "<!-- arxiv -->");

        assertThat(parsed.items()).isEmpty();
        assertThat(parsed.kind()).isEqualTo(Flaw.ERROR_ANSWER);
        assertThat(parsed.flaw()).hasMessageContaining("incorrect id format for abc");
    }

    @Test
    void anEmptyAnswerIsNoFlaw() {
        ParsedListings parsed = ParsedListings.by(Feeds.atom(0));

        assertThat(parsed.items()).isEmpty();
        assertThat(parsed.flaw()).isNull();
    }

    @Test
    void readsTheDailyFeedInAtom() {
        ParsedListings parsed =
                ParsedListings.by(
                        """
                        <feed xmlns:arxiv="http://arxiv.org/schemas/atom"
                          xmlns:dc="http://purl.org/dc/elements/1.1/"
                          xmlns="http://www.w3.org/2005/Atom">
                        <id>http://rss.arxiv.org/atom/cs.AI</id>
                        <entry><id>oai:arXiv.org:2508.13426v1</id><title>T</title>
                        <summary>arXiv:2508.13426v1 Announce Type: new
                        Abstract: The text.</summary><category term="cs.CL"/>
                        <published>2025-08-20T00:00:00-04:00</published>
                        <arxiv:announce_type>new</arxiv:announce_type>
                        <dc:creator>A B (X, Y), C D</dc:creator></entry></feed>
                        """);

        assertThat(parsed.listings())
                .singleElement()
                .satisfies(paper -> {
                    assertThat(paper.abstractText()).isEqualTo("The text.");
                    assertThat(paper.authors()).containsExactly("A B", "C D");
                    assertThat(paper.announced()).isEqualTo("2025-08-20T04:00:00Z");
                    assertThat(paper.richness()).isEqualTo(SourceRichness.RSS);
                });
    }
}
