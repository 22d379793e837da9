package org.papertide.ingest.source.huggingface;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.ingest.source.Item;
import org.papertide.ingest.source.Listing;
import org.papertide.ingest.source.ParsedListings;
import org.papertide.testing.Growth;

class DailyPapersParserTest {

    /**
     * A paper of Hugging Face has an arXiv id: without, it would become another, with its votes.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"paper\": {\"id\": \"arXiv:2413.01234\", PAPER}",
                "\"paper\": {\"id\": \"2409.01234v\", PAPER}",
                "\"paper\": {\"id\": \"2409-01234\", PAPER}",
                "\"paper\": {\"id\": \"\uff12\uff14\uff10\uff19.\uff10\uff11\uff12\uff13\uff14\", PAPER}",
                "\"paper\": {\"id\": \"\", PAPER}",
                "\"paper\": {\"id\": \" \", PAPER}",
                "\"paper\": {\"id\": null, PAPER}",
                "\"paper\": {\"id\": true, PAPER}",
                "\"paper\": {\"id\": [], PAPER}",
                "\"paper\": {\"id\": [\"2409.01234\"], PAPER}",
                "\"paper\": {\"id\": {\"id\": \"2409.01234\"}, PAPER}",
                "\"paper\": {\"id\": 2409.01234, PAPER}",
                "\"paper\": {PAPER}",
                "\"paper\": null, PAPER",
                "\"paper\": [], PAPER",
                "\"paper\": \"2409.01234\", PAPER",
                "\"numComments\": 3, PAPER"
            })
    void refusesAnEntryWithoutAnId(String entry) {
        String whole =
                "[{" + entry.replace("PAPER", "\"title\": \"On tides\", \"upvotes\": 9") + "}]";
        ParsedListings parsed = ParsedListings.by(whole);
        assertThat(parsed.items()).hasSize(1).hasOnlyElementsOfType(Item.Refused.class);
    }

    private static final String ENTRY =
            """
            {"paper": {"id": "2609.30233",
              "authors": [{"_id": "1", "name": "Ada Example", "hidden": false},
                          {"_id": "2", "name": "Bo Example", "hidden": true},
                          {"_id": "3", "name": "Cy\\nExample", "user": {"fullname": "C"}}],
              "publishedAt": "2026-09-24T00:00:00.000Z",
              "submittedOnDailyAt": "2026-09-25T07:10:00.000Z",
              "title": "Coding\\n  Agents", "summary": "Planning remains\\nhard.", "upvotes": 10,
              "githubRepo": "https://github.com/example/agents ", "githubStars": 19,
              "projectPage": "example.github.io/agents", "future": {"field": [1, {"a": null}]},
              "submittedOnDailyBy": {"name": "x", "followerCount": 7},
              "organization": {"name": "example", "fullname": "Example Labs"}},
             "publishedAt": "2026-09-23T20:00:00.000Z", "title": "outer", "numComments": 2,
             "submittedBy": {"name": "x", "followerCount": 9}, "isAuthorParticipating": true}
            """;

    @Test
    void takesTimeInProportionToItsInputHoweverItsEntriesBegin() {
        Growth.assertLinear(
                2_000,
                count -> {
                    StringBuilder list = new StringBuilder("[");
                    for (int n = 0; n < count; n++) {
                        list.append("{\"f%d\":1,".formatted(n))
                                .append(ENTRY.strip(), 1, ENTRY.strip().length())
                                .append(", {\"f0\": broken}, ");
                    }
                    return list.append("{}]").toString();
                },
                ParsedListings::by);
    }

    @Test
    void readsThePaper() {
        Listing paper = ParsedListings.by("[" + ENTRY + "]").listings().getFirst();

        assertThat(paper.id().value()).isEqualTo("arxiv:2609.30233");
        assertThat(paper.title()).isEqualTo("Coding Agents");
        assertThat(paper.abstractText()).isEqualTo("Planning remains hard.");
        assertThat(paper.authors()).containsExactly("Ada Example", "Cy Example");
        assertThat(paper.submitted()).isEqualTo("2026-09-24T00:00:00Z");
        assertThat(paper.listed()).isEqualTo("2026-09-25T07:10:00Z");
        assertThat(paper.organisation()).isEqualTo("Example Labs");
        assertThat(paper.submitterFollowers()).isEqualTo(7);
        assertThat(paper.authorParticipating()).isTrue();
        assertThat(paper.withdrawn()).isNull();
        assertThat(paper.links().code()).isEqualTo(URI.create("https://github.com/example/agents"));
        assertThat(paper.links().project())
                .isEqualTo(URI.create("https://example.github.io/agents"));
        assertThat(paper.links().discussion())
                .isEqualTo(URI.create("https://huggingface.co/papers/2609.30233"));
    }

    @Test
    void readsTheCountsFromWhereTheyAre() {
        assertThat(ParsedListings.by("[" + ENTRY + "]").signals())
                .extracting(Item.Observed::metric, Item.Observed::value, Item.Observed::observedAt)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("UPVOTES", 10L, null),
                        org.assertj.core.groups.Tuple.tuple("COMMENTS", 2L, null),
                        org.assertj.core.groups.Tuple.tuple("GITHUB_STARS", 19L, null));
    }

    @Test
    void whatIsNotThereGivesNoSignal() {
        ParsedListings parsed =
                ParsedListings.by(
                        "[{\"paper\":{\"id\":\"2609.30233\",\"title\":\"T\",\"upvotes\":0}}]");

        assertThat(parsed.signals())
                .extracting(Item.Observed::metric, Item.Observed::value)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("UPVOTES", 0L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2611.10230", "\"2611.1023\"", "\"2613.10230\"", "261110230"})
    void refusesAPaperWhoseIdIsNoneOfArxivs(String id) {
        ParsedListings parsed =
                ParsedListings.by(
                        "[{\"paper\":{\"id\":%s,\"title\":\"T\",\"upvotes\":3}}, %s]"
                                .formatted(id, ENTRY));

        assertThat(parsed.listings()).hasSize(1);
        assertThat(parsed.refused())
                .singleElement()
                .satisfies(refused -> assertThat(refused.reason()).startsWith("id: "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "12.0", "1.2e1"})
    void readsWholeNumbersHoweverTheyAreWritten(String upvotes) {
        ParsedListings parsed =
                ParsedListings.by(
                        "[{\"paper\":{\"id\":\"2609.30233\",\"title\":\"T\",\"upvotes\":%s}}]"
                                .formatted(upvotes));

        assertThat(parsed.signals()).extracting(Item.Observed::value).containsExactly(12L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "2000000000000", "9223372036854775807", "2.5", "\"7\"", "1e300"})
    void takesThePaperWithoutAnOptionalNumberThatCannotBe(String followers) {
        ParsedListings parsed =
                ParsedListings.by(
                        "["
                                + ENTRY.replace(
                                        "\"followerCount\": 7", "\"followerCount\": " + followers)
                                + "]");

        assertThat(parsed.listings())
                .singleElement()
                .satisfies(paper -> assertThat(paper.submitterFollowers()).isNull());
        assertThat(parsed.signals()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "null, false",
        "false, false",
        "true, false",
        "0, false",
        "1, false",
        "\"\", false",
        "\"no\", false",
        "{}, false",
        "\"2026-10-01T08:00:00.000Z\", true"
    })
    void isWithdrawnOnADateAlone(String at, boolean withdrawn) {
        ParsedListings parsed =
                ParsedListings.by(
                        "["
                                + ENTRY.replace(
                                        "\"upvotes\": 10",
                                        "\"upvotes\": 10, \"withdrawnAt\": " + at)
                                + "]");

        assertThat(Boolean.TRUE.equals(parsed.listings().getFirst().withdrawn()))
                .isEqualTo(withdrawn);
    }

    @Test
    void readsAnEntryWithAnOrganisationWithoutName() {
        assertThat(
                        ParsedListings.by(
                                        "[{\"paper\":{\"id\":\"2609.30233\",\"title\":\"T\","
                                                + "\"upvotes\":1,\"organization\":{}}}]")
                                .listings())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-3", "2.5", "\"many\"", "1e400", "123456789012345678901234567890"})
    void refusesASignalThatIsNoCountAndTakesThePaper(String upvotes) {
        ParsedListings parsed =
                ParsedListings.by(
                        "[{\"paper\":{\"id\":\"2609.30233\",\"title\":\"T\",\"upvotes\":%s}}, %s]"
                                .formatted(upvotes, ENTRY));

        assertThat(parsed.listings()).hasSize(2);
        assertThat(parsed.refused()).isEmpty();
        assertThat(parsed.refusedSignals())
                .singleElement()
                .satisfies(refused -> {
                    assertThat(refused.where()).contains("2609.30233");
                    assertThat(refused.reason()).startsWith("upvotes");
                });
        assertThat(parsed.signals()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "[%s]",
                "[[%s], []]",
                "{\"date\": \"2026-09-25\", \"title\": \"Daily\", \"papers\": [%s]}",
                "{\"fetched\": {\"at\": 1}, \"data\": {\"2026-09-25\": [%s]}}",
                "{\"note\": 1}\n%s\n",
            })
    void readsWhatArchiversWrapItIn(String wrapping) {
        ParsedListings parsed = ParsedListings.by(wrapping.formatted(ENTRY));

        assertThat(parsed.listings()).hasSize(1);
        assertThat(parsed.signals()).hasSize(3);
        assertThat(parsed.refused()).isEmpty();
        assertThat(parsed.flaw()).isNull();
    }

    @Test
    void anEmptyDayIsNoFlaw() {
        ParsedListings parsed = ParsedListings.by("[]");

        assertThat(parsed.format()).isEqualTo("Hugging Face daily papers");
        assertThat(parsed.items()).isEmpty();
        assertThat(parsed.flaw()).isNull();
    }

    @Test
    void aPaperWithAnotherIdIsRefusedAlone() {
        ParsedListings parsed =
                ParsedListings.by(
                        "[{\"paper\":{\"id\":\"x1\",\"title\":\"T 1\",\"upvotes\":1}},"
                                + ENTRY
                                + "]");

        assertThat(parsed.refused())
                .singleElement()
                .satisfies(refused ->
                        assertThat(refused.reason()).isEqualTo("id: 'x1' is no arXiv id"));
        assertThat(parsed.listings()).hasSize(1);
    }

    @Test
    void aPaperWithoutTitleIsRefusedAlone() {
        ParsedListings parsed =
                ParsedListings.by(
                        "[{\"paper\":{\"id\":\"2609.30234\",\"upvotes\":1}}," + ENTRY + "]");

        assertThat(parsed.refused()).hasSize(1);
        assertThat(parsed.refused().getFirst().reason()).isEqualTo("title: missing");
        assertThat(parsed.listings()).hasSize(1);
    }

    /** Of a broken entry, and of what was read or lost around it. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                // It has no id where it breaks.
                "`{\"paper\": {\"title\": \"On tides\" \"upvotes\": 1}}`, entry 2",
                "`{\"paper\": {`, entry 2",
                "`{\"paper\": {\"upvotes\": 01}}`, entry 2",
                "`{\"paper\": }`, entry 2",
                "`{\"paper\": {\"title\": \"never closed}}`, entry 2",
                "`{\"paper\": [{]}`, entry 2",
                // It has its own.
                "`{\"paper\": {\"id\": \"2609.30240\", upvotes: 1}}`, entry 2 (arxiv:2609.30240)",
                "`{\"paper\": {\"id\": \"2609.30240\"`, entry 2 (arxiv:2609.30240)",
                "`{\"paper\": {\"id\": \"2609.30240\", \"t\": \"x}}`, entry 2 (arxiv:2609.30240)"
            })
    void namesTheEntryThatIsBrokenAndNoNeighbour(String broken, String where) {
        ParsedListings parsed =
                ParsedListings.by(
                        "[%s, %s, %s, %s]"
                                .formatted(
                                        entry("2609.30001"),
                                        broken,
                                        entry("2609.30003"),
                                        entry("2609.30004")));

        assertThat(parsed.refused()).extracting(Item.Refused::where).containsExactly(where);
        assertThat(parsed.listings())
                .extracting(paper -> String.valueOf(paper.arxivId()))
                .containsExactly("arxiv:2609.30001", "arxiv:2609.30003", "arxiv:2609.30004");
    }

    private static String entry(String id) {
        return "{\"paper\":{\"id\":\"%s\",\"title\":\"T\",\"upvotes\":1}}".formatted(id);
    }
}
