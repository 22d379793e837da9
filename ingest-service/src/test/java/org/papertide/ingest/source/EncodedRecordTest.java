package org.papertide.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.papertide.events.PaperId;
import org.papertide.ingest.source.DamagedRecordTest.Form;

/** Whatever encoding a listing is in, a broken record of it is refused alone. */
class EncodedRecordTest {

    private static final int RECORDS = 4;

    private static final List<String> FLAWS =
            List.of(
                    "T2 & b",
                    "&",
                    "&uuml;",
                    "&#x1;",
                    "\u0003",
                    "\uffff",
                    "<b></i>",
                    "<b>",
                    "</b>",
                    "<!-- never closed ",
                    "<a b='",
                    "<1>");

    private static final List<Charset> ENCODINGS =
            Stream.of(
                            "UTF-8",
                            "UTF-16",
                            "UTF-16LE",
                            "UTF-16BE",
                            "UTF-32",
                            "UTF-32LE",
                            "ISO-8859-1",
                            "windows-1252",
                            "GB18030")
                    .map(Charset::forName)
                    .toList();

    @ParameterizedTest
    @EnumSource(names = {"ATOM", "RSS", "OAI"})
    void isRefusedAlone(Form form) {
        for (Charset encoding : ENCODINGS) {
            for (String flaw : FLAWS) {
                for (int victim = 1; victim < RECORDS - 1 && has(encoding, flaw); victim++) {
                    look(form, encoding, flaw, victim);
                }
            }
        }
    }

    private static boolean has(Charset encoding, String flaw) {
        return encoding.newEncoder().canEncode(flaw);
    }

    private static void look(Form form, Charset encoding, String flaw, int victim) {
        List<byte[]> records = new ArrayList<>();
        List<PaperId> others = new ArrayList<>();
        for (int number = 0; number < RECORDS; number++) {
            String record = new String(form.record(number), StandardCharsets.UTF_8);
            if (number == victim) {
                record = record.replace("<title>", "<title>" + flaw);
            } else {
                others.add(DamagedRecordTest.paper(number));
            }
            records.add(record.getBytes(StandardCharsets.UTF_8));
        }
        String document =
                new String(form.document(records), StandardCharsets.UTF_8)
                        .replaceFirst(
                                "<\\?xml[^>]*>",
                                "<?xml version='1.0' encoding='" + encoding + "'?>");

        ParsedListings parsed = ParsedListings.by(document.getBytes(encoding));

        String as = "%s with %s in record %d".formatted(encoding, flaw, victim);
        assertThat(parsed.listings()).as(as).extracting(Listing::arxivId).isEqualTo(others);
        assertThat(parsed.refused()).as(as).hasSize(1);
        assertThat(parsed.flaw()).as(as).isNull();
    }

    /** Half of a character, or one that is none, in a text and, of Atom, in an attribute. */
    @ParameterizedTest
    @EnumSource(names = {"ATOM", "RSS", "OAI"})
    void isRefusedAloneForWhatIsNoCharacter(Form form) {
        String text =
                new String(
                        form.document(List.of(form.record(0), form.record(1), form.record(2))),
                        StandardCharsets.UTF_8);
        int record = text.indexOf(DamagedRecordTest.paper(1).name());
        for (String before : List.of("On ", "cs.")) {
            for (String flaw : List.of("d800", "dc12", "ffff")) {
                int at = text.indexOf(before, record);
                ByteArrayOutputStream document = new ByteArrayOutputStream();
                document.writeBytes(text.substring(0, at).getBytes(StandardCharsets.UTF_16BE));
                document.writeBytes(HexFormat.of().parseHex(flaw));
                document.writeBytes(text.substring(at).getBytes(StandardCharsets.UTF_16BE));

                ParsedListings parsed = ParsedListings.by(document.toByteArray());

                String as = before + flaw;
                assertThat(parsed.listings()).as(as).hasSize(2);
                assertThat(parsed.refused()).as(as).hasSize(1);
                assertThat(parsed.flaw()).as(as).isNull();
            }
        }
    }
}
