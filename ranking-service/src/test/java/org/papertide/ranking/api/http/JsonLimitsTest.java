package org.papertide.ranking.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.testing.Growth;

class JsonLimitsTest {

    /** As Quarkus makes it. */
    private final ObjectMapper mapper = new ObjectMapper();

    @BeforeEach
    void customize() {
        new JsonLimits().customize(mapper);
    }

    @Test
    void keepsNoNamesOfStrangers() {
        assertThat(mapper.getFactory().isEnabled(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES))
                .isFalse();
        assertThat(mapper.getFactory().isEnabled(JsonFactory.Feature.INTERN_FIELD_NAMES)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void refusesWhatIsDeep(String open) {
        assertRefused(open.repeat(1_000));
    }

    @Test
    void refusesManyNamesAndLongOnes() {
        assertRefused(
                IntStream.range(0, 50_000)
                        .mapToObj(number -> "\"n" + number + "\":1")
                        .collect(Collectors.joining(",", "{", "}")));
        assertRefused("{\"" + "n".repeat(1_000) + "\":1}");
    }

    /** Bodies to {@code /api/v1/vectors} and {@code /mcp} have at most twice that. */
    @ParameterizedTest
    @ValueSource(strings = {"[0,", "[\"a\",", "[{},", "\"\\u00e9", "\"\u6f6e", "\"\\n"})
    void readsInTimeInProportionToTheLength(String text) {
        String piece = text.substring(1);
        Growth.assertLinear(
                64 * 1024,
                size -> text.charAt(0) + piece.repeat(size / piece.length()),
                this::assertRefused);
    }

    @Test
    void readsNamesOfOneHashInTimeInProportionToTheirNumber() {
        Growth.assertLinear(
                64 * 1024 / 24,
                count ->
                        IntStream.range(0, count)
                                .mapToObj(JsonLimitsTest::colliding)
                                .collect(Collectors.joining(",", "{", "")),
                this::assertRefused);
    }

    private static String colliding(int number) {
        return IntStream.range(0, 16)
                .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
                .collect(Collectors.joining("", "\"", "\":0"));
    }

    @Test
    void readsWhatIsOrdinary() throws JsonProcessingException {
        assertThat(mapper.readTree("{\"texts\":[\"a\",\"b\"]}").path("texts")).hasSize(2);
    }

    private void assertRefused(String json) {
        assertThatThrownBy(() -> mapper.readTree(json)).isInstanceOf(JsonProcessingException.class);
    }
}
