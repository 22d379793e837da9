package org.papertide.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.papertide.events.PaperId;
import org.papertide.ingest.source.DamagedRecordTest.Form;
import org.papertide.ingest.source.arxiv.AtomParser;
import org.papertide.ingest.source.arxiv.JsonLinesParser;
import org.papertide.ingest.source.arxiv.OaiParser;
import org.papertide.ingest.source.arxiv.RssParser;
import org.papertide.ingest.source.huggingface.DailyPapersParser;

/**
 * Whatever is wrong with a record, it is one record: refused once, wherever it stands, be it the
 * last or the only one.
 */
class BrokenPlaceTest {

    private static final Map<String, String> XML =
            Map.of(
                    "too deep", "<a>".repeat(150) + "</a>".repeat(150),
                    "tags that do not match", "<b></i>",
                    "not UTF-8", "<b>\u00e9</b>",
                    "a long attribute", "<b c='" + "x".repeat(100_001) + "'/>",
                    "many attributes", "<b " + attributes() + "/>",
                    "many names", names(),
                    "a long text", "<b>" + "x".repeat(4_000_001) + "</b>",
                    "a long name", "<" + "x".repeat(2_000) + "/>");

    private static final Map<String, String> JSON =
            Map.of(
                    "too deep", "\"x\": " + "[".repeat(150) + "]".repeat(150) + ", ",
                    "no value", "\"x\": , ",
                    "not UTF-8", "\"x\": \"\u00e9\", ",
                    "a long number", "\"x\": " + "1".repeat(101) + ", ",
                    "a long text", "\"x\": \"" + "x".repeat(1_000_001) + "\", ",
                    "a long name", "\"" + "x".repeat(1_001) + "\": 1, ");

    @ParameterizedTest
    @EnumSource
    void isOneRecord(Form form) {
        for (Map.Entry<String, String> flaw : flaws(form).entrySet()) {
            for (int records : List.of(1, 2, 3, 5)) {
                for (int victim = 0; victim < records; victim++) {
                    look(form, flaw, records, victim);
                }
            }
        }
    }

    /** Nothing else is read, and none is lost. */
    @ParameterizedTest
    @EnumSource
    void areAllRecords(Form form) {
        flaws(form)
                .forEach((name, text) -> {
                    List<byte[]> records = new ArrayList<>();
                    for (int number = 0; number < 3; number++) {
                        records.add(broken(form, number, text));
                    }
                    List<Item> items = parse(form, form.document(records));
                    assertThat(items).as(name).hasSize(3).hasOnlyElementsOfType(Item.Refused.class);
                });
    }

    private static void look(Form form, Map.Entry<String, String> flaw, int records, int victim) {
        List<byte[]> all = new ArrayList<>();
        List<PaperId> others = new ArrayList<>();
        for (int number = 0; number < records; number++) {
            if (number == victim) {
                all.add(broken(form, number, flaw.getValue()));
            } else {
                all.add(form.record(number));
                others.add(DamagedRecordTest.paper(number));
            }
        }
        List<Item> items = parse(form, form.document(all));
        String as = "%s in record %d of %d".formatted(flaw.getKey(), victim + 1, records);
        assertThat(items)
                .filteredOn(Item.Listed.class::isInstance)
                .as(as)
                .extracting(item -> ((Item.Listed) item).listing().arxivId())
                .isEqualTo(others);
        assertThat(items).filteredOn(Item.Refused.class::isInstance).as(as).hasSize(1);
    }

    private static Map<String, String> flaws(Form form) {
        return new LinkedHashMap<>(
                switch (form) {
                    case ATOM, RSS, OAI -> XML;
                    case HUGGING_FACE, JSON_LINES -> JSON;
                });
    }

    /** With the flaw behind what the record begins with. */
    private static byte[] broken(Form form, int number, String flaw) {
        String record = new String(form.record(number), StandardCharsets.UTF_8);
        int at =
                switch (form) {
                    case ATOM, RSS, OAI -> record.indexOf('>') + 1;
                    case HUGGING_FACE -> record.indexOf('{', 1) + 1;
                    case JSON_LINES -> 1;
                };
        byte[] before = record.substring(0, at).getBytes(StandardCharsets.UTF_8);
        byte[] within = flaw.getBytes(StandardCharsets.ISO_8859_1);
        byte[] after = record.substring(at).getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[before.length + within.length + after.length];
        System.arraycopy(before, 0, all, 0, before.length);
        System.arraycopy(within, 0, all, before.length, within.length);
        System.arraycopy(after, 0, all, before.length + within.length, after.length);
        return all;
    }

    /** To its end: none of these ends the input. */
    private static List<Item> parse(Form form, byte[] document) {
        ListingFormat format =
                switch (form) {
                    case ATOM -> new AtomParser(ParsedListings.CLOCK);
                    case RSS -> new RssParser(ParsedListings.CLOCK);
                    case OAI -> new OaiParser(ParsedListings.CLOCK);
                    case HUGGING_FACE -> new DailyPapersParser(ParsedListings.CLOCK);
                    case JSON_LINES -> new JsonLinesParser(ParsedListings.CLOCK);
                };
        List<Item> items = new ArrayList<>();
        format.parse(new ByteArrayInputStream(document), items::add);
        return items;
    }

    private static String attributes() {
        StringBuilder attributes = new StringBuilder();
        for (int number = 0; number <= 100; number++) {
            attributes.append(" a").append(number).append("='b'");
        }
        return attributes.toString();
    }

    private static String names() {
        StringBuilder names = new StringBuilder();
        for (int number = 0; number <= 500; number++) {
            names.append("<a").append(number).append("/>");
        }
        return names.toString();
    }
}
