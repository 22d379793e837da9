package org.papertide.ingest.source.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.papertide.ingest.source.Listing;
import org.papertide.ingest.source.ParsedListings;
import org.papertide.ingest.source.UnreadableListingException.Flaw;

class PageParserTest {

    private static final String HEADER =
            """
            Get trending papers in your email inbox once a day!
            Get trending papers in your email inbox!
            """;

    @Test
    void readsTitlesAndAbstractsInTurn() {
        ParsedListings told =
                ParsedListings.by(
                        HEADER + "SubscribeFirst Title\nFirst text.\n\nSecond\r\nMore text.");

        assertThat(told.format()).isEqualTo("papers page");
        assertThat(told.listings())
                .extracting(Listing::title, Listing::abstractText)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("First Title", "First text."),
                        org.assertj.core.groups.Tuple.tuple("Second", "More text."));
        assertThat(told.listings()).allMatch(paper -> paper.id().isTitle());
    }

    @Test
    void readsAButtonOnALineOfItsOwn() {
        ParsedListings told =
                ParsedListings.by(HEADER + "Subscribe\nSubscriptions Considered\nText.\n");

        assertThat(told.listings())
                .singleElement()
                .satisfies(
                        paper -> assertThat(paper.title()).isEqualTo("Subscriptions Considered"));
    }

    @Test
    void saysThatTheLastAbstractIsMissing() {
        ParsedListings told = ParsedListings.by(HEADER + "SubscribeFirst\nText.\nSecond\n");

        assertThat(told.listings()).hasSize(1);
        assertThat(told.kind()).isEqualTo(Flaw.TRUNCATED);
    }

    @Test
    void refusesALineThatIsNotUtf8AndReadsTheOthers() {
        ParsedListings told =
                ParsedListings.by(
                        (HEADER + "SubscribeCaf\u00e9\nText.\nGood\nText.\n")
                                .getBytes(StandardCharsets.ISO_8859_1));

        assertThat(told.listings()).hasSize(1);
        assertThat(told.refused())
                .singleElement()
                .satisfies(refused -> assertThat(refused.where()).isEqualTo("line 3"));
    }

    @Test
    void oneTitleThatIsTooLongKeepsNoOtherFromIt() {
        ParsedListings told =
                ParsedListings.by(HEADER + "Subscribe" + "x".repeat(100_000) + "\na\nGood\nb\n");

        assertThat(told.refused()).hasSize(1);
        assertThat(told.refused().getFirst().reason())
                .isEqualTo("title: 100000 characters; 2000 is the limit");
        assertThat(told.listings()).hasSize(1);
    }
}
