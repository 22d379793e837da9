package org.papertide.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.papertide.events.PaperId;

/**
 * Whatever is wrong with one record, the records before and behind it are read, and the broken one
 * is counted.
 */
class DamagedRecordTest {

    private static final int RECORDS = 6;
    private static final int INPUTS = 1_500;

    /** What is found in records, or put there to hurt. */
    private static final List<byte[]> TOKENS =
            Stream.of(
                            "<",
                            "</",
                            ">",
                            "/>",
                            "&",
                            "&eacute;",
                            "&#x3;",
                            "<!--",
                            "-->",
                            "]]>",
                            "<![CDATA[",
                            "<?",
                            "?>",
                            "<!DOCTYPE a [<!ENTITY b 'c'>]>",
                            "</feed>",
                            "</channel></rss>",
                            "</entry>",
                            "</item>",
                            "</record>",
                            "<b>",
                            "</i>",
                            "<a b='",
                            "xmlns:q=",
                            "q:r",
                            "'",
                            "\"",
                            "\\",
                            "\\x",
                            "{",
                            "}",
                            "[",
                            "]",
                            ",",
                            ":",
                            "},",
                            "}]",
                            "null",
                            "NaN",
                            "\n",
                            "\r\n\r\n",
                            "\u0003",
                            "\u0000",
                            "\u001a",
                            "\ufeff",
                            "\uffff",
                            "é")
                    .map(text -> text.getBytes(StandardCharsets.UTF_8))
                    .toList();

    /** A format: what is around the records, and a record. */
    enum Form {
        ATOM(
                """
                <?xml version='1.0' encoding='UTF-8'?>
                <feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
                <id>https://arxiv.org/api/xyz</id><title>arXiv Query</title>
                """,
                """
                <entry><id>http://arxiv.org/abs/%1$sv1</id><title>On &lt;tides&gt; of %1$s</title>
                <published>2026-11-20T10:00:00Z</published><!-- a remark -->
                <summary><![CDATA[We show it.]]></summary><category term="cs.LG"/>
                <arxiv:primary_category term="cs.LG"/><author><name>Ada Müller</name></author></entry>
                """,
                "",
                "</feed>\n"),
        RSS(
                """
                <?xml version="1.0"?>
                <rss xmlns:arxiv="http://arxiv.org/schemas/atom"
                 xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel>
                <title>cs updates</title><link>http://rss.arxiv.org/rss/cs</link>
                """,
                """
                <item><title>On tides of %1$s</title><link>https://arxiv.org/abs/%1$s</link>
                <description>arXiv:%1$sv1 Announce Type: new
                Abstract: We show it.</description>
                <guid isPermaLink="false">oai:arXiv.org:%1$sv1</guid><category>cs.AI</category>
                <arxiv:announce_type>new</arxiv:announce_type>
                <dc:creator>Ada Müller, Bo Example</dc:creator></item>
                """,
                "",
                "</channel></rss>\n"),
        OAI(
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>
                """,
                """
                <record><header><identifier>oai:arXiv.org:%1$s</identifier></header><metadata>
                <arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>%1$s</id>
                <version version="v1"><date>Fri, 20 Nov 2026 17:53:35 GMT</date></version>
                <title>On tides of %1$s</title><authors>Ada Müller and Bo Example</authors>
                <categories>cs.RO cs.AI</categories><abstract>We show it.</abstract></arXivRaw>
                </metadata></record>
                """,
                "",
                "<resumptionToken>1|2</resumptionToken></ListRecords></OAI-PMH>\n"),
        HUGGING_FACE(
                "[",
                """
                {"paper": {"id": "%1$s", "title": "On tides of %1$s", "summary": "We \\"show\\" it",
                 "authors": [{"_id": "a", "name": "Ada Müller", "hidden": false}], "upvotes": 12,
                 "organization": {"_id": "b", "name": "tides"}, "withdrawnAt": null},
                 "publishedAt": "2026-11-20T10:00:00.000Z", "numComments": 2,
                 "submittedBy": {"_id": "c", "followerCount": 20}}\
                """,
                ",",
                "]"),
        JSON_LINES(
                "",
                """
                {"id":"%1$s","submitter":"S","title":"On tides of %1$s","authors":"Ada Müller",\
                "abstract":"We \\"show\\" it","categories":"cs.RO cs.AI","update_date":"2026-11-20",\
                "authors_parsed":[["Müller","Ada",""]],\
                "versions":[{"version":"v1","created":"Fri, 20 Nov 2026 17:53:35 GMT"}]}\
                """,
                "\n",
                "\n");

        private final String before;
        private final String record;
        private final String between;
        private final String after;

        Form(String before, String record, String between, String after) {
            this.before = before;
            this.record = record;
            this.between = between;
            this.after = after;
        }

        byte[] record(int number) {
            return record.formatted(id(number)).getBytes(StandardCharsets.UTF_8);
        }

        byte[] document(List<byte[]> records) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(before.getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < records.size(); i++) {
                out.writeBytes((i == 0 ? "" : between).getBytes(StandardCharsets.UTF_8));
                out.writeBytes(records.get(i));
            }
            out.writeBytes(after.getBytes(StandardCharsets.UTF_8));
            return out.toByteArray();
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsEveryOtherRecordAndCountsTheBrokenOne(Form form) {
        Random random = new Random(Long.getLong("papertide.fuzz.seed", 1));
        for (int input = 0; input < INPUTS; input++) {
            // Damage to the first record may hide what the input is.
            int victim = 1 + random.nextInt(RECORDS - 1);
            byte[] broken = damaged(form.record(victim), random);
            List<byte[]> records = new ArrayList<>();
            for (int number = 0; number < RECORDS; number++) {
                records.add(number == victim ? broken : form.record(number));
            }

            ParsedListings parsed = ParsedListings.by(form.document(records));

            String shown = new String(broken, StandardCharsets.ISO_8859_1);
            List<PaperId> read = parsed.listings().stream().map(Listing::arxivId).toList();
            assertThat(read)
                    .as(
                            "with record %d as %s: %s %s",
                            victim, shown, parsed.refused(), parsed.flaw())
                    .containsAll(others(victim));
            if (!read.contains(paper(victim))) {
                assertThat(
                                parsed.refused().size()
                                        + (parsed.flaw() == null ? 0 : 1)
                                        + (read.size() == RECORDS ? 1 : 0))
                        .as("what is said of record %d: %s", victim, shown)
                        .isPositive();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsEachRecordOfASoundInput(Form form) {
        ParsedListings parsed =
                ParsedListings.by(
                        form.document(IntStream.range(0, RECORDS).mapToObj(form::record).toList()));

        assertThat(parsed.listings()).hasSize(RECORDS);
        assertThat(parsed.refused()).isEmpty();
        assertThat(parsed.flaw()).isNull();
    }

    private static List<PaperId> others(int victim) {
        return IntStream.range(0, RECORDS)
                .filter(number -> number != victim)
                .mapToObj(DamagedRecordTest::paper)
                .toList();
    }

    static PaperId paper(int number) {
        return new PaperId("arxiv:" + id(number));
    }

    private static String id(int number) {
        return "2611.0%d%d%d%d".formatted(number, number, number, number);
    }

    /** Bytes changed, put in or left out, in one place or in some. */
    private static byte[] damaged(byte[] record, Random random) {
        byte[] damaged = record;
        for (int times = random.nextInt(3); times >= 0; times--) {
            // Something is left of it.
            int from = 1 + random.nextInt(damaged.length - 1);
            int to = Math.min(damaged.length, from + 1 + random.nextInt(20));
            damaged =
                    switch (random.nextInt(6)) {
                        case 0 -> with(damaged, from, from, new byte[] {(byte) 0xe9});
                        case 1 ->
                                with(damaged, from, from + 1, new byte[] {(byte) random.nextInt()});
                        case 2 -> with(damaged, from, to, new byte[0]);
                        case 3 -> with(damaged, from, damaged.length, new byte[0]);
                        default ->
                                with(
                                        damaged,
                                        from,
                                        from,
                                        TOKENS.get(random.nextInt(TOKENS.size())));
                    };
            if (damaged.length < 10) {
                return damaged;
            }
        }
        return damaged;
    }

    private static byte[] with(byte[] bytes, int from, int to, byte[] instead) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(Arrays.copyOfRange(bytes, 0, from));
        out.writeBytes(instead);
        out.writeBytes(Arrays.copyOfRange(bytes, to, bytes.length));
        return out.toByteArray();
    }
}
