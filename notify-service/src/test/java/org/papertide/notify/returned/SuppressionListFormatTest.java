package org.papertide.notify.returned;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.Bounds;
import org.papertide.testing.Growth;

class SuppressionListFormatTest {

    private static final Instant AT = Instant.parse("2026-05-04T08:00:00Z");

    private static SuppressionLine last(SuppressionListFormat format, String... lines) {
        SuppressionListFormat.LineReader reader = format.reader();
        return Stream.of(lines)
                .map(reader::read)
                .flatMap(Optional::stream)
                .reduce((_, second) -> second)
                .orElseThrow();
    }

    private static String[] lines(SuppressionListFormat format, SuppressionEntry entry) {
        return (format.header() + format.line(entry)).lines().toArray(String[]::new);
    }

    private static SuppressionLine csv(String... lines) {
        return last(SuppressionListFormat.CSV, lines);
    }

    private static SuppressionLine json(String line) {
        return last(SuppressionListFormat.JSON_LINES, line);
    }

    /** Every list, whatever its lines are, and every export. */
    @ParameterizedTest
    @EnumSource
    void takesTimeInProportionToTheList(SuppressionListFormat format) {
        for (String unit :
                List.of(
                        "a@example.org,reason,2026-05-04T08:00:00Z",
                        "\"\"\"", // A quote that is not closed.
                        ",,,,,,,,",
                        "{\"email\": \"a@example.org\", \"AaAaBB\": 1, \"BBAaBB\": 2}",
                        "[[[[[[[[[[[[[[",
                        "\u0000\r",
                        "")) {
            Growth.assertLinear(
                    2_000, count -> (unit + "\n").repeat(count), text -> readAll(format, text));
            Growth.assertLinear(
                    SuppressionList.MAX_LINE / 80,
                    count -> (unit.repeat(count) + "\n").repeat(50),
                    text -> readAll(format, text));
        }
        SuppressionEntry entry = new SuppressionEntry("7:a1", "a@example.org", "\"".repeat(99), AT);
        Growth.assertLinear(
                5_000,
                count -> count,
                count -> {
                    for (int i = 0; i < count; i++) {
                        assertThat(format.line(entry)).isNotEmpty();
                    }
                });
    }

    private static void readAll(SuppressionListFormat format, String text) {
        SuppressionListFormat.LineReader reader = format.reader();
        BoundedLines lines =
                new BoundedLines(
                        new ByteArrayInputStream(text.getBytes(UTF_8)), SuppressionList.MAX_LINE);
        try {
            String line = lines.next();
            while (line != null) {
                try {
                    var _ = reader.read(line);
                } catch (UnreadableLineException _) {
                    // The next line is read.
                }
                line = lines.next();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a database cannot hold would end the list, and the lines behind it. */
    @ParameterizedTest
    @EnumSource
    void keepsNothingThatADatabaseCannotHold(SuppressionListFormat format) {
        Random random = new Random(11);
        for (int i = 0; i < 500; i++) {
            String reason =
                    random.ints(random.nextInt(1, 600), 0, 0x3_0000)
                            .map(point -> point < 0x1_0000 ? point : 0xD7F0 + point % 0x900)
                            .collect(
                                    StringBuilder::new,
                                    StringBuilder::appendCodePoint,
                                    StringBuilder::append)
                            .toString();
            SuppressionLine line = new SuppressionLine("a@example.org", reason, null);
            if (line.reason() != null) {
                assertThat(Bounds.isWellFormed(line.reason())).isTrue();
                assertThat(line.reason()).hasSizeLessThanOrEqualTo(SuppressionLine.MAX_REASON);
            }
        }
        SuppressionLine ancient =
                last(
                        format,
                        format == SuppressionListFormat.CSV
                                ? "a@example.org,x,-4800-01-01T00:00:00Z"
                                : "{\"email\": \"a@example.org\","
                                        + " \"at\": \"-4800-01-01T00:00:00Z\"}");
        assertThat(ancient.at()).isNull();
        assertThat(ancient.unread()).contains("out of range");
    }

    @ParameterizedTest
    @EnumSource
    void readsWhatItWrites(SuppressionListFormat format) {
        SuppressionEntry entry =
                new SuppressionEntry(
                        "7:" + "a1".repeat(32), "o'reader@example.org", "550 \"no\", he said", AT);
        SuppressionLine read = last(format, lines(format, entry));
        assertThat(read)
                .isEqualTo(new SuppressionLine("o'reader@example.org", "550 \"no\", he said", AT));
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheHashOfAnAddressThatWasErased(SuppressionListFormat format) {
        String hash = "7:" + "a1".repeat(32);
        SuppressionEntry entry = new SuppressionEntry(hash, null, "erased", AT);
        assertThat(last(format, lines(format, entry)))
                .isEqualTo(new SuppressionLine(hash, "erased", AT));
    }

    @Test
    void readsTheListsOfOtherMailers() {
        SuppressionLine expected =
                new SuppressionLine("a@example.org", "550 no such user", Instant.EPOCH);
        // SendGrid, Mailgun, Postmark.
        assertThat(
                        csv(
                                "status,reason,email,created",
                                "5.1.1,550 no such user,a@example.org,1777881600"))
                .isEqualTo(new SuppressionLine("a@example.org", "550 no such user", AT));
        assertThat(csv("address,code,error", "a@example.org,550,550 no such user"))
                .isEqualTo(new SuppressionLine(expected.name(), expected.reason(), null));
        assertThat(csv("Email Address,Reason", "a@example.org,550 no such user"))
                .isEqualTo(new SuppressionLine(expected.name(), expected.reason(), null));
        assertThat(
                        json(
                                """
                                {"EmailAddress": "a@example.org", "Reason": "550 no such user",\
                                 "LastUpdateTime": "2026-05-04T08:00:00Z"}\
                                """))
                .isEqualTo(new SuppressionLine("a@example.org", "550 no such user", AT));
    }

    /** Mailgun has dates of mails; what is null in one field may stand in another. */
    @Test
    void readsDatesOfMailsAndPassesOverNull() {
        SuppressionLine expected = new SuppressionLine("a@example.org", null, AT);
        for (String date :
                List.of(
                        "Mon, 04 May 2026 08:00:00 UTC",
                        "Mon, 04 May 2026 08:00:00 GMT",
                        "Mon, 4 May 2026 10:00:00 +0200")) {
            assertThat(csv("address,created_at", "a@example.org,\"%s\"".formatted(date)))
                    .isEqualTo(expected);
            assertThat(
                            json(
                                    """
                                    {"address": null, "email": "a@example.org", "error": null,\
                                     "created": null, "created_at": "%s"}\
                                    """
                                            .formatted(date)))
                    .isEqualTo(expected);
        }
    }

    /** Spreadsheets of many countries have semicolons. */
    @ParameterizedTest
    @ValueSource(strings = {";", "\t", ","})
    void seesWhatIsBetweenColumnsByTheirNames(String delimiter) {
        assertThat(
                        csv(
                                "\"email\"%s\"reason\"".replace("%s", delimiter),
                                "a@example.org%s\"no, he said\"".replace("%s", delimiter)))
                .isEqualTo(new SuppressionLine("a@example.org", "no, he said", null));
    }

    /** Servers write reasons, and spreadsheets take some for formulas. */
    @ParameterizedTest
    @ValueSource(strings = {"=HYPERLINK(\"http://example.org\")", "+1", "-1", "@SUM(A1)"})
    void writesNoFormula(String reason) {
        SuppressionEntry entry =
                new SuppressionEntry("7:" + "a1".repeat(32), "a@example.net", reason, AT);
        assertThat(SuppressionListFormat.CSV.line(entry)).doesNotContainPattern("(^|,)\"?[=+@-]");
        assertThat(csv(lines(SuppressionListFormat.CSV, entry)).reason()).isEqualTo(reason);
    }

    /** Bytes of UTF-16 taken for UTF-8 would name the columns, and no line an address. */
    @Test
    void takesNoLineWithNulsForNamesOfColumns() {
        SuppressionListFormat.LineReader reader = SuppressionListFormat.CSV.reader();
        assertThat(reader.read("a\u0000d\u0000d\u0000r\u0000e\u0000s\u0000s\u0000")).isPresent();
    }

    @Test
    void readsAddressesAlone() {
        assertThat(csv("a@example.org"))
                .isEqualTo(new SuppressionLine("a@example.org", null, null));
        assertThat(csv("a@example.org, full"))
                .extracting(SuppressionLine::reason)
                .isEqualTo("full");
    }

    @Test
    void makesAReasonOneLineOfBoundedLength() {
        assertThat(
                        json("{\"address\": \"a@example.org\", \"reason\": \"a\\r\\nb\\u0000c\"}")
                                .reason())
                .isEqualTo("a b c");
        assertThat(json("{\"address\": \"a\", \"reason\": \"" + "x".repeat(600) + "\"}").reason())
                .hasSize(SuppressionLine.MAX_REASON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"",
                "[]",
                "{",
                "{} {}",
                "{\"reason\": \"no address\"}",
                "{\"address\": \"a@example.org\", \"at\": \"999999999999\"}x",
                "[[[[[[[[[[[[[["
            })
    void saysOfALineThatItIsNone(String line) {
        SuppressionListFormat.LineReader reader = SuppressionListFormat.JSON_LINES.reader();
        assertThatThrownBy(() -> reader.read(line)).isInstanceOf(UnreadableLineException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a@example.org", "\"a\"b,c", ",no address"})
    void saysOfACsvLineThatItIsNone(String line) {
        SuppressionListFormat.LineReader reader = SuppressionListFormat.CSV.reader();
        assertThatThrownBy(() -> reader.read(line)).isInstanceOf(UnreadableLineException.class);
    }

    /** One quote too many must not swallow the addresses behind it. */
    @Test
    void goesOnAfterALineThatIsNone() {
        SuppressionListFormat.LineReader reader = SuppressionListFormat.CSV.reader();
        assertThatThrownBy(() -> reader.read("\"a@example.org,reason"))
                .isInstanceOf(UnreadableLineException.class);
        assertThat(reader.read("b@example.org").orElseThrow().name()).isEqualTo("b@example.org");
    }

    @Test
    void namesNoAddressInLogs() {
        assertThat(csv("a@example.org").toString()).doesNotContain("example.org");
    }
}
