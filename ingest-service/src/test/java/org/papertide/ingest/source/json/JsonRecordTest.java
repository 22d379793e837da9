package org.papertide.ingest.source.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.papertide.testing.Growth;

class JsonRecordTest {

    @Test
    void readsPastANumberThatIsNone() {
        JsonRecord record = read("{\"stars\": NaN, \"votes\": 3}");

        assertThat(record.isOtherThanWholeNumber("stars")).isTrue();
        assertThat(record.wholeNumber("votes")).contains(3L);
    }

    @Test
    void readsPastAByteOrderMark() {
        assertThat(read("\ufeff{\"votes\": 3}").wholeNumber("votes")).contains(3L);
    }

    @Test
    void takesTimeInProportionToCollidingNames() {
        Growth.assertLinear(8_192, JsonRecordTest::withCollidingNames, JsonRecordTest::read);
    }

    /** Names of one hash code: {@code Aa} and {@code BB} have the same. */
    private static String withCollidingNames(int count) {
        return IntStream.range(0, count)
                .mapToObj(number ->
                        "\""
                                + IntStream.range(0, 16)
                                        .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
                                        .collect(Collectors.joining())
                                + "\":1")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static JsonRecord read(String json) {
        try (JsonParser parser =
                JsonRecord.parser(
                        JsonText.of(
                                new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))))) {
            parser.nextToken();
            return JsonRecord.read(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
