package org.papertide.ingest.source.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.ingest.source.Listing;
import org.papertide.ingest.source.ParsedListings;
import org.papertide.ingest.source.UnreadableListingException.Flaw;
import org.papertide.testing.Growth;

class PageParserTest {

    private static final String HEADER =
            """
            Get trending papers in your email inbox once a day!
            Get trending papers in your email inbox!
            """;

    @Test
    void readsTitlesAndAbstractsInTurn() {
        ParsedListings parsed =
                ParsedListings.by(
                        HEADER + "SubscribeFirst Title\nFirst text.\n\nSecond\r\nMore text.");

        assertThat(parsed.format()).isEqualTo("papers page");
        assertThat(parsed.listings())
                .extracting(Listing::title, Listing::abstractText)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("First Title", "First text."),
                        org.assertj.core.groups.Tuple.tuple("Second", "More text."));
        assertThat(parsed.listings()).allMatch(paper -> paper.id().isTitle());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Title\nText.\n", "\n", " ", "Get trending papers ", "Subscribe", "a\n"})
    void readsPagesInProportionToTheirLength(String part) {
        Growth.assertLinear(
                5_000,
                size -> HEADER + "Subscribe" + part.repeat(size) + "\nText.\n",
                page -> assertThat(ParsedListings.by(page).format()).isEqualTo("papers page"));
    }

    @Test
    void readsAButtonOnALineOfItsOwn() {
        ParsedListings parsed =
                ParsedListings.by(HEADER + "Subscribe\nSubscriptions Considered\nText.\n");

        assertThat(parsed.listings())
                .singleElement()
                .satisfies(
                        paper -> assertThat(paper.title()).isEqualTo("Subscriptions Considered"));
    }

    @Test
    void saysThatTheLastAbstractIsMissing() {
        ParsedListings parsed = ParsedListings.by(HEADER + "SubscribeFirst\nText.\nSecond\n");

        assertThat(parsed.listings()).hasSize(1);
        assertThat(parsed.kind()).isEqualTo(Flaw.TRUNCATED);
    }

    @Test
    void refusesALineThatIsNotUtf8AndReadsTheOthers() {
        ParsedListings parsed =
                ParsedListings.by(
                        (HEADER + "SubscribeCaf\u00e9\nText.\nGood\nText.\n")
                                .getBytes(StandardCharsets.ISO_8859_1));

        assertThat(parsed.listings()).hasSize(1);
        assertThat(parsed.refused())
                .singleElement()
                .satisfies(refused -> assertThat(refused.where()).isEqualTo("line 3"));
    }

    /** From there on titles would be abstracts, and abstracts titles. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void readsAllOthersWhereALineIsMissing(int missing) {
        List<String> lines = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            lines.add("Title " + n);
            lines.add(("Abstract " + n + " ").repeat(40).strip());
        }
        lines.remove(missing);
        ParsedListings parsed =
                ParsedListings.by(HEADER + "Subscribe\n" + String.join("\n", lines) + "\n");

        assertThat(parsed.listings())
                .hasSize(3)
                .allSatisfy(paper ->
                        assertThat(paper.abstractText())
                                .startsWith(paper.title().replace("Title", "Abstract")));
        assertThat(parsed.listings())
                .extracting(Listing::title)
                .doesNotContain("Title " + missing / 2);
        // Behind the last title nothing says that its abstract is missing.
        assertThat(parsed.refused()).hasSize(parsed.flaw() == null ? 1 : 0);
    }

    /** An abstract that is short ends as one, and no title begins with the text behind it. */
    @Test
    void knowsAShortAbstractByItsFullStop() {
        String text = "A long text. ".repeat(40).strip();
        ParsedListings parsed =
                ParsedListings.by(
                        HEADER + "Subscribe\nFirst\nText.\n" + text + "\nThird\n" + text + "\n");

        assertThat(parsed.listings()).extracting(Listing::title).containsExactly("First", "Third");
        assertThat(parsed.refused()).hasSize(1);
    }

    @Test
    void oneTitleThatIsTooLongKeepsNoOtherFromIt() {
        ParsedListings parsed =
                ParsedListings.by(HEADER + "Subscribe" + "x".repeat(100_000) + "\na\nGood\nb\n");

        assertThat(parsed.refused()).hasSize(1);
        assertThat(parsed.refused().getFirst().reason())
                .isEqualTo("title: 100000 characters; 2000 is the limit");
        assertThat(parsed.listings()).hasSize(1);
    }
}
