package org.papertide.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.PaperId;
import org.papertide.ingest.source.UnreadableListingException.Flaw;

/**
 * Inputs that attack or annoy. How large a file is: {@code -Dpapertide.hostile.megabytes=200} is
 * the full measure; the build takes a small one.
 */
class HostileInputTest {

    private static final long LARGE =
            Integer.getInteger("papertide.hostile.megabytes", 40) * 1024L * 1024;
    private static final String OPEN =
            "<feed xmlns='http://www.w3.org/2005/Atom'><id>http://arxiv.org/api/q</id>";
    private static final String GOOD =
            "<entry><id>http://arxiv.org/abs/2609.30233v1</id><title>Good</title></entry>";

    @ParameterizedTest
    @ValueSource(strings = {"<a>", "<entry>", "<a b='c'>"})
    void refusesALargeFileOfNestedXml(String tag) {
        ParsedListings parsed = ParsedListings.by(endless(OPEN + GOOD, tag, LARGE));

        assertThat(flaw(parsed)).isEqualTo(Flaw.HOSTILE);
        assertThat(parsed.listings()).hasSize(1);
    }

    @Test
    void refusesOneLargeRecordAlone() {
        ParsedListings parsed =
                ParsedListings.by(
                        endless(
                                OPEN + "<entry><title>",
                                "<b>x</b> y ",
                                LARGE,
                                "</title></entry>" + GOOD + "</feed>"));

        assertThat(parsed.refused()).hasSize(1);
        assertThat(parsed.refused().getFirst().reason()).contains("larger than a paper may be");
        assertThat(parsed.listings()).hasSize(1);
        assertThat(parsed.flaw()).isNull();
    }

    @Test
    void readsPastALargeComment() {
        ParsedListings parsed =
                ParsedListings.by(
                        endless(OPEN + "<!-- ", "comment ", LARGE, "-->" + GOOD + "</feed>"));

        assertThat(parsed.listings()).hasSize(1);
    }

    @Test
    void refusesAnAttributeWithoutEnd() {
        assertThat(flaw(ParsedListings.by(endless(OPEN + "<entry a='", "x", LARGE))))
                .isEqualTo(Flaw.HOSTILE);
    }

    @Test
    void refusesARecordOfNamesThatCollide() {
        StringBuilder record = new StringBuilder("<entry><title>Names</title>");
        for (int number = 0; number < 1 << 15; number++) {
            StringBuilder name = new StringBuilder();
            for (int bit = 0; bit < 15; bit++) {
                // The two have one hash.
                name.append(((number >> bit) & 1) == 0 ? "Aa" : "BB");
            }
            record.append('<').append(name).append("/>");
        }

        ParsedListings parsed = ParsedListings.by(OPEN + record + "</entry>" + GOOD + "</feed>");

        assertThat(parsed.refused())
                .singleElement()
                .satisfies(refused -> assertThat(refused.reason()).contains("500 names"));
        assertThat(parsed.listings()).hasSize(1);
        assertThat(parsed.flaw()).isNull();
    }

    @Test
    void keepsTheGoodRecordBeforeAnyMixOfMarkup() {
        List<String> pieces =
                List.of(
                        "<entry>",
                        "<entry",
                        "</entry>",
                        "<![CDATA[",
                        "<![CDATA[ ",
                        "]]>",
                        "<!--",
                        "-->",
                        "<!-- <entry> -->",
                        "<?pi ",
                        "?>",
                        "<entry a='<entry>'>",
                        "<",
                        ">",
                        "&",
                        "é",
                        "\u0003",
                        " ",
                        GOOD,
                        "x".repeat(251),
                        "x".repeat(16_000));
        Random random = new Random(Long.getLong("papertide.fuzz.seed", 1));
        for (int input = 0; input < 3_000; input++) {
            StringBuilder text = new StringBuilder(OPEN + GOOD);
            for (int piece = 1 + random.nextInt(20); piece > 0; piece--) {
                text.append(
                        pieces.get(random.nextInt(pieces.size())).repeat(1 + random.nextInt(3)));
            }

            ParsedListings parsed = ParsedListings.by(text.toString());

            assertThat(parsed.listings()).as(text.toString()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10, 100})
    void keepsTheGoodRecordBeforeSectionsThatAreNotClosed(int count) {
        ParsedListings parsed = ParsedListings.by(OPEN + GOOD + "<entry><![CDATA[ ".repeat(count));

        assertThat(parsed.listings()).hasSize(1);
        assertThat(flaw(parsed)).isEqualTo(Flaw.TRUNCATED);
    }

    @Test
    void refusesALargeFileOfNestedJson() {
        ParsedListings parsed =
                ParsedListings.by(endless("[{\"paper\": {\"upvotes\": ", "[", LARGE));

        assertThat(parsed.listings()).isEmpty();
        assertThat(parsed.refused())
                .singleElement()
                .satisfies(refused -> assertThat(refused.reason()).contains("beyond all limits"));
    }

    @Test
    void refusesOneLargeEntryAlone() {
        ParsedListings parsed =
                ParsedListings.by(
                        endless(
                                "[{\"paper\": {\"authors\": [0",
                                ",{\"name\":\"x\"}",
                                LARGE,
                                "]}},{\"paper\":{\"id\":\"2609.30233\",\"title\":\"Good\"}}]"));

        assertThat(parsed.refused()).hasSize(1);
        assertThat(parsed.listings()).hasSize(1);
    }

    @Test
    void refusesALargeLineAlone() {
        String good =
                "{\"id\":\"0704.0001\",\"submitter\":\"P\",\"title\":\"T\",\"categories\":\"cs.LG\"}\n";

        ParsedListings parsed =
                ParsedListings.by(endless(good + "{\"id\":\"", "x", LARGE, "\"}\n" + good));

        assertThat(parsed.listings()).hasSize(2);
        assertThat(parsed.refused()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE feed [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>",
                "<!DOCTYPE feed [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
                "<!DOCTYPE feed SYSTEM 'http://127.0.0.1:1/feed.dtd'>"
            })
    void refusesDocumentTypes(String type) {
        ParsedListings parsed =
                ParsedListings.by(
                        "<?xml version='1.0'?><!-- arxiv -->"
                                + type
                                + "<feed><id>http://arxiv.org/api/q</id><entry><title>&x;&b;</title></entry></feed>");

        assertThat(parsed.items()).isEmpty();
        assertThat(flaw(parsed)).isEqualTo(Flaw.HOSTILE);
    }

    @Test
    void refusesATitleOf100Kilobytes() {
        ParsedListings parsed =
                ParsedListings.by(OPEN + entry("x".repeat(100_000)) + GOOD + "</feed>");

        assertThat(parsed.refused())
                .singleElement()
                .satisfies(refused ->
                        assertThat(refused.reason())
                                .isEqualTo("title: 100000 characters; 2000 is the limit"));
        assertThat(parsed.listings()).hasSize(1);
    }

    @Test
    void keepsMarkupAsTextAndFoldsLines() {
        ParsedListings parsed =
                ParsedListings.by(
                        OPEN
                                + entry(
                                        "A &lt;script&gt;alert(1)&lt;/script&gt;&#13;&#10;Bcc: all@"
                                                + " \u202egnp\u0085 end")
                                + "</feed>");

        assertThat(parsed.listings().getFirst().title())
                .isEqualTo("A <script>alert(1)</script> Bcc: all@ gnp end");
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, before 1985",
        "2090-01-01T00:00:00Z, in the future",
        "yesterday, no date",
        "2026-13-45, no date"
    })
    void leavesOutADateThatCannotBe(String date, String reason) {
        ParsedListings parsed =
                ParsedListings.by(
                        OPEN
                                + GOOD.replace(
                                        "</entry>", "<published>" + date + "</published></entry>")
                                + "</feed>");

        assertThat(parsed.listings().getFirst().submitted()).isNull();
        assertThat(parsed.leftOut())
                .singleElement()
                .satisfies(leftOut ->
                        assertThat(leftOut.reason()).startsWith("submitted: ").contains(reason));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-6-30|2026-06-30T00:00:00Z",
                "2026-06-30T10:00:00|2026-06-30T10:00:00Z",
                "2025-08-20T04:00:19.866337+00:00|2025-08-20T04:00:19.866337Z",
                "2025-08-20T00:00:00-0400|2025-08-20T04:00:00Z",
                "Fri, 23 Aug 2024 00:00:00 -0400|2024-08-23T04:00:00Z",
                "Mon, 23 Aug 2024 00:00:00 EDT|2024-08-23T04:00:00Z",
                "2 Apr 2007 19:18 GMT|2007-04-02T19:18:00Z",
                "Wed, 25 Nov 20 10:00:00 EST|2020-11-25T15:00:00Z",
                "25 Nov 98 10:00 PDT|1998-11-25T17:00:00Z",
                "25 Nov 120 10:00 GMT|2020-11-25T10:00:00Z",
                "Wed, 25 Nov 2020 10:00:00 +0000 (UTC)|2020-11-25T10:00:00Z",
                "Wed (a (nested) comment), 25 Nov 2020 (x) 10:00 CST|2020-11-25T16:00:00Z",
                "wednesday, 25 november 2020 10:00:60 z|2020-11-25T10:00:59Z",
                "25-Nov-2020 10:00:00 CET|2020-11-25T09:00:00Z",
                "Wed, 25 Nov 2020 10:00:00 AEST|2020-11-25T00:00:00Z",
                "Wed, 25 Nov 2020 10:00:00 aedt|2020-11-24T23:00:00Z",
                "Wed, 25 Nov 2020 10:00:00 ACST|2020-11-25T00:30:00Z",
                "Wed, 25 Nov 2020 10:00:00 NZDT|2020-11-24T21:00:00Z",
                "Wed, 25 Nov 2020 10:00:00 KST|2020-11-25T01:00:00Z",
                "Wed, 25 Nov 2020 10:00:00 UT|2020-11-25T10:00:00Z",
                "25 Nov 2020|2020-11-25T00:00:00Z",
                "2020-11-25 10:00:00 UTC|2020-11-25T10:00:00Z",
                "2020-11-25T10:00:00+02|2020-11-25T08:00:00Z",
                "2020-11-25t10:00z|2020-11-25T10:00:00Z",
                "2020-11-25T24:00:00|2020-11-26T00:00:00Z",
                "2016-12-31T23:59:60Z|2016-12-31T23:59:59Z",
                "2016-12-31 18:59:60.5-05:00|2016-12-31T23:59:59Z"
            })
    void readsOddDates(String text, String instant) {
        assertThat(Dates.read(text, ParsedListings.CLOCK)).isEqualTo(instant);
    }

    /** Taken for UTC, a date would be hours off, and look like any other. */
    @ParameterizedTest
    @ValueSource(strings = {"XYZ", "IST", "AST", "A", "Y", "zzzzz", "Ut2", "GMTX"})
    void readsNoDateInAZoneThatIsNotKnown(String zone) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Dates.read("Wed, 25 Nov 2020 10:00:00 " + zone, ParsedListings.CLOCK));
    }

    @Test
    void takesASignalOfAnUnknownMetricAndNoNegativeOne() {
        PaperId paper = new PaperId("arxiv:2609.30233");

        assertThat(new Item.Observed(paper, "SHARES", 3, null, "somewhere").metric())
                .isEqualTo("SHARES");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Item.Observed(paper, "UPVOTES", -1, null, "somewhere"))
                .withMessageContaining("negative");
    }

    private static String entry(String title) {
        return "<entry><id>http://arxiv.org/abs/2609.30234v1</id><title>"
                + title
                + "</title></entry>";
    }

    private static Flaw flaw(ParsedListings parsed) {
        assertThat(parsed.flaw()).isNotNull();
        return Objects.requireNonNull(parsed.flaw()).flaw();
    }

    private static InputStream endless(String begin, String again, long bytes) {
        return new EndlessInput(begin, again, bytes, "");
    }

    private static InputStream endless(String begin, String again, long bytes, String end) {
        return new EndlessInput(begin, again, bytes, end);
    }
}
