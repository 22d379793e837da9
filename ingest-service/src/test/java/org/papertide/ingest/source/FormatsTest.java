package org.papertide.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.ingest.source.UnreadableListingException.Flaw;

class FormatsTest {

    private static final String ENTRY =
            "<entry><id>http://arxiv.org/abs/2609.30233v1</id><title>T</title></entry>";
    private static final String FEED =
            "<feed xmlns='http://www.w3.org/2005/Atom'><id>http://arxiv.org/api/q</id>"
                    + ENTRY.repeat(200)
                    + "</feed>";

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t ", "\ufeff"})
    void refusesAnEmptyInput(String text) {
        assertThat(flaw(ParsedListings.by(text))).isEqualTo(Flaw.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Rate exceeded.",
                "<!DOCTYPE html><html><body>hello</body></html>",
                "<feed><title>Somebody's blog</title></feed>",
                "{\"error\": \"not found\"}",
                "[1, 2, 3]",
                "id,title\n1,arXiv",
                "%PDF-1.7",
                "\u0000\u0001\u0002"
            })
    void refusesAnotherFormatAndSaysWhatItKnows(String text) {
        ParsedListings parsed = ParsedListings.by(text);

        assertThat(flaw(parsed)).isEqualTo(Flaw.UNKNOWN_FORMAT);
        assertThat(parsed.flaw()).hasMessageContaining("arXiv Atom");
    }

    @Test
    void recognisesBehindPrologAndComments() {
        ParsedListings parsed =
                ParsedListings.by("\ufeff<?xml version='1.0'?>\n<!-- <rss> -->\n<?x y?>" + FEED);

        assertThat(parsed.format()).isEqualTo("arXiv Atom");
        assertThat(parsed.listings()).hasSize(200);
    }

    @Test
    void readsPackedInput() throws Exception {
        ParsedListings parsed = ParsedListings.by(gzip(FEED.getBytes(StandardCharsets.UTF_8)));

        assertThat(parsed.listings()).hasSize(200);
        assertThat(parsed.flaw()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8, Ö中",
        "UTF-16, Ö中",
        "UTF-16LE, Ö中",
        "UTF-16BE, Ö😀",
        "UTF-32, Ö😀",
        "UTF-32LE, 中",
        "ISO-8859-1, Ö",
        "windows-1252, €",
        "KOI8-R, прилив",
        "GB18030, 潮汐",
        "Shift_JIS, 潮汐"
    })
    void readsXmlInTheEncodingThatItDeclares(Charset encoding, String title) {
        String feed =
                "<?xml version='1.0' encoding='"
                        + encoding
                        + "'?>"
                        + FEED.replace(">T<", ">" + title + "<");

        assertThat(ParsedListings.by(feed.getBytes(encoding)).listings())
                .hasSize(200)
                .allMatch(paper -> paper.title().equals(title));
    }

    /** As if the bytes had not been encoded again when the text was written. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "utf-16",
                "UTF-16LE",
                "utf-32",
                "ucs-2",
                "IBM037",
                "us-ascii",
                "unicode",
                "no-such",
                "-",
                "utf-8"
            })
    void believesTheBytesOfXmlMoreThanItsDeclaration(String declared) {
        String feed =
                "<?xml version=\"1.0\" encoding=\""
                        + declared
                        + "\"?>\n"
                        + FEED.replace(">T<", ">Ö<");
        for (Charset encoding : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16)) {
            ParsedListings parsed = ParsedListings.by(feed.getBytes(encoding));

            assertThat(parsed.listings()).hasSize(200).allMatch(paper -> paper.title().equals("Ö"));
            assertThat(parsed.flaw()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE"})
    void readsLinesAndJsonInAnyEncodingOfUnicode(Charset encoding) {
        String lines =
                record("arXiv JSON lines", 30_001)
                        + "broken\n"
                        + record("arXiv JSON lines", 30_002);
        String list = "[" + record("Hugging Face", 30_001) + record("Hugging Face", 30_002) + "{}]";
        // Java writes a mark of its own.
        String mark = encoding.equals(StandardCharsets.UTF_16) ? "" : "\ufeff";
        for (String text : List.of(lines, mark + lines, list, mark + list)) {
            ParsedListings parsed = ParsedListings.by(text.getBytes(encoding));

            assertThat(parsed.listings()).hasSize(2);
            assertThat(parsed.refused()).hasSize(1);
            assertThat(parsed.flaw()).isNull();
        }
    }

    @Test
    void refusesEachRecordOfXmlThatIsNotInTheEncodingItSays() {
        byte[] bytes = FEED.replaceFirst(">T<", ">Ö<").getBytes(StandardCharsets.ISO_8859_1);

        ParsedListings parsed = ParsedListings.by(bytes);

        assertThat(parsed.listings()).hasSize(199);
        assertThat(parsed.refused())
                .singleElement()
                .satisfies(refused ->
                        assertThat(refused.reason())
                                .isEqualTo("bytes that are no character in UTF-8: d6"));
    }

    @Test
    void refusesJsonThatIsNotUtf8() {
        byte[] bytes =
                "[{\"paper\":{\"id\":\"2609.30233\",\"title\":\"Ö\",\"upvotes\":1}}]"
                        .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(ParsedListings.by(bytes).refused())
                .singleElement()
                .satisfies(refused -> assertThat(refused.reason()).contains("not UTF-8"));
    }

    @Test
    void takesAllCompleteRecordsBeforeATruncation() {
        ParsedListings parsed = ParsedListings.by(FEED.substring(0, FEED.length() - 40));

        assertThat(parsed.listings()).hasSize(199);
        assertThat(flaw(parsed)).isEqualTo(Flaw.TRUNCATED);
    }

    @Test
    void takesAllCompleteRecordsBeforeATruncationOfThePackedInput() throws Exception {
        byte[] noise = new byte[60_000];
        new java.util.Random(1).nextBytes(noise);
        String comment = "<!-- " + java.util.HexFormat.of().formatHex(noise) + " -->";
        byte[] packed =
                gzip(FEED.replace("</feed>", comment + "</feed>").getBytes(StandardCharsets.UTF_8));

        ParsedListings parsed = ParsedListings.by(Arrays.copyOf(packed, packed.length - 1_000));

        assertThat(parsed.listings()).hasSize(200);
        assertThat(flaw(parsed)).isEqualTo(Flaw.TRUNCATED);
    }

    @Test
    void readsWhatItCanOfAPackedInputThatBreaksOffAtOnce() throws Exception {
        byte[] packed = gzip(FEED.getBytes(StandardCharsets.UTF_8));

        assertThat(flaw(ParsedListings.by(Arrays.copyOf(packed, packed.length / 2))))
                .isEqualTo(Flaw.TRUNCATED);
        assertThat(flaw(ParsedListings.by(Arrays.copyOf(packed, 5)))).isEqualTo(Flaw.TRUNCATED);
    }

    @Test
    void refusesADamagedPackedInput() throws Exception {
        byte[] packed = gzip(FEED.getBytes(StandardCharsets.UTF_8));
        packed[packed.length - 6] ^= 0x55; // The checksum.

        assertThat(flaw(ParsedListings.by(packed))).isEqualTo(Flaw.MALFORMED);
    }

    @Test
    void refusesWhatExpandsTooFar() throws Exception {
        byte[] bomb =
                gzip(
                        ("<feed><id>http://arxiv.org/api/q</id><!-- " + " ".repeat(20 << 20))
                                .getBytes(StandardCharsets.UTF_8));

        assertThat(flaw(ParsedListings.by(bomb))).isEqualTo(Flaw.HOSTILE);
    }

    @Test
    void refusesWhatIsLargerThanTheLimit() {
        ParsedListings parsed =
                ParsedListings.by(
                        new ByteArrayInputStream(FEED.getBytes(StandardCharsets.UTF_8)),
                        ParsedListings.limits(5_000, 100));

        assertThat(flaw(parsed)).isEqualTo(Flaw.TOO_LARGE);
    }

    @Test
    void aFailingStreamIsNoFlawOfTheListing() throws Exception {
        InputStream failing = InputStream.nullInputStream();
        failing.close(); // From now on it throws.

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> ParsedListings.by(failing));
    }

    /**
     * Whether it does so within the bytes that the form is recognised from, or long behind them.
     */
    @ParameterizedTest(name = "{0} {2}")
    @CsvSource(
            quoteCharacter = '`',
            textBlock =
                    """
                    arXiv Atom,`<feed><id>http://arxiv.org/api/q</id>`,1
                    arXiv Atom,`<feed><id>http://arxiv.org/api/q</id>`,900
                    arXiv JSON lines,``,1
                    arXiv JSON lines,``,900
                    Hugging Face,`[`,1
                    Hugging Face,`[`,900
                    papers page,`Get trending papers in your email inbox!`,1
                    papers page,`Get trending papers in your email inbox!`,900
                    """)
    void handsOnAllCompleteRecordsOfAnInputThatBreaksOff(String form, String head, int records) {
        StringBuilder input = new StringBuilder(head);
        for (int number = 10_000; number < 10_000 + records; number++) {
            input.append(record(form, number));
        }
        String cut = record(form, 99_999);
        List<Item> items = new ArrayList<>();
        Formats formats = ParsedListings.formats(ParsedListings.LIMITS);

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() ->
                        formats.parse(
                                new BreakingInput(input + cut.substring(0, cut.length() / 2)),
                                name -> assertThat(name).startsWith(form),
                                items::add));
        assertThat(items.stream().filter(Item.Listed.class::isInstance)).hasSize(records);
    }

    private static String record(String form, int number) {
        return switch (form) {
            case "arXiv Atom" -> ENTRY.replace("30233", Integer.toString(number));
            case "arXiv JSON lines" ->
                    "{\"id\":\"2609.%d\",\"submitter\":\"A\",\"title\":\"T\"}\n".formatted(number);
            case "Hugging Face" ->
                    "{\"paper\":{\"id\":\"2609.%d\",\"title\":\"T\",\"upvotes\":1}},"
                            .formatted(number);
            default -> "\nA Paper of the Number %d\nWe count to it.".formatted(number);
        };
    }

    @Test
    void saysThatAnInputBrokeOffBeforeItsFormCouldBeKnown() {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> ParsedListings.by(new BreakingInput("{\"id\": \"26")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\u200b\u200d",
                "\u2800",
                "\u3164 \u115f\u1160\uffa0",
                "\u200d\u0301",
                "\ufe0f\u034f",
                "\u202e\ufeff",
                "\ue000\u00ad"
            })
    void refusesATitleOfWhichNobodySeesAnything(String title) {
        ParsedListings feed = ParsedListings.by(FEED.replaceFirst(">T<", ">" + title + "<"));
        ParsedListings daily =
                ParsedListings.by(
                        "[{\"paper\":{\"id\":\"2609.30234\",\"title\":\"%s\",\"upvotes\":1}}]"
                                .formatted(title));

        assertThat(feed.listings()).hasSize(199);
        assertThat(feed.refused()).extracting(Item.Refused::reason).containsOnly("title: missing");
        assertThat(daily.refused()).extracting(Item.Refused::reason).containsOnly("title: missing");
    }

    @Test
    void takesNobodyForAnAuthorWhoseNameIsNotSeen() {
        ParsedListings parsed =
                ParsedListings.by(
                        FEED.replaceFirst(
                                "</title>",
                                "</title><author><name>\u3164\u3164</name></author>"
                                        + "<author><name>A. Author</name></author>"));

        assertThat(parsed.listings().getFirst().authors()).containsExactly("A. Author");
    }

    @Test
    void whatTheTakerThrowsComesOutAsItIs() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        ParsedListings.formats(ParsedListings.LIMITS)
                                .parse(
                                        new ByteArrayInputStream(
                                                FEED.getBytes(StandardCharsets.UTF_8)),
                                        _ -> {},
                                        _ -> {
                                            throw new IllegalStateException("full");
                                        }))
                .withMessage("full");
    }

    private static Flaw flaw(ParsedListings parsed) {
        assertThat(parsed.flaw()).isNotNull();
        return java.util.Objects.requireNonNull(parsed.flaw()).flaw();
    }

    static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        }
        return packed.toByteArray();
    }
}
