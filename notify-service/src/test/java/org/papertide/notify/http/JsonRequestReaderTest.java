package org.papertide.notify.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.constraints.NotBlank;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.validator.constraints.Range;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.notify.http.JsonRequestReader.Read;
import org.papertide.notify.http.JsonRequestReader.UnknownFields;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.Problem.FieldError;
import org.papertide.testing.Growth;

class JsonRequestReaderTest {

    record Order(
            @NotBlank(message = "Please give a name.") @Nullable String name,
            @Range(min = 1, max = 9, message = "Please give 1 to 9.") @Nullable Integer count,
            @Nullable Double price,
            @Nullable List<String> notes,
            @Nullable OffsetDateTime due) {}

    private static Read<Order> read(UnknownFields unknown, String json) {
        return new JsonRequestReader<>(Order.class, TestValidator.get(), unknown)
                .read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Problem problem(String json) {
        return ((Read.Invalid<Order>) read(UnknownFields.REFUSED, json)).problem();
    }

    private static List<String> badFields(String json) {
        return problem(json).errors().stream()
                .map(FieldError.class::cast)
                .map(FieldError::field)
                .toList();
    }

    @Test
    void readsEachKind() {
        assertThat(
                        read(
                                UnknownFields.REFUSED,
                                """
                                {"name": "a", "count": 2, "price": 3, "notes": ["x", "x"],
                                 "due": "2026-05-04T08:00:00Z"}
                                """))
                .isEqualTo(
                        new Read.Valid<>(
                                new Order(
                                        "a",
                                        2,
                                        3.0,
                                        List.of("x", "x"),
                                        OffsetDateTime.parse("2026-05-04T08:00:00Z"))));
    }

    @ParameterizedTest
    @CsvSource({
        "2016-12-31T18:59:60-05:00, 2016-12-31T23:59:59Z",
        "2026-05-04T24:00:00Z, 2026-05-05T00:00:00Z",
        "2026-05-04T08:00+02:00, 2026-05-04T06:00:00Z"
    })
    void readsInstantsAsOthersWriteThem(String written, OffsetDateTime instant) {
        assertThat(
                        read(
                                UnknownFields.REFUSED,
                                "{\"name\": \"a\", \"due\": \"%s\"}".formatted(written)))
                .isEqualTo(new Read.Valid<>(new Order("a", null, null, null, instant)));
    }

    @Test
    void takesNullAsAbsent() {
        assertThat(read(UnknownFields.REFUSED, "{\"name\": \"a\", \"count\": null}"))
                .isEqualTo(new Read.Valid<>(new Order("a", null, null, null, null)));
    }

    @Test
    void reportsValuesOfAnotherKindAndBadValuesAtOnce() {
        assertThat(
                        badFields(
                                """
                                {"name": " ", "count": "2", "price": "3", "notes": [1],
                                 "due": 17, "nmae": 1}
                                """))
                .containsExactlyInAnyOrder("name", "count", "price", "notes", "due", "nmae");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "count | 8.5",
                "count | 99999999999999999999",
                "count | 2.9999999999999999999",
                "count | 1e400",
                "count | 1e-400",
                "count | 1e999999999",
                "count | true",
                "count | []",
                "name | 1",
                "name | {}",
                "price | false",
                "notes | \"x\"",
                "notes | [null]",
                "notes | [[\"x\"]]",
                "due | \"tomorrow\"",
                "due | \"2026-02-30T00:00:00Z\"",
                "due | \"+999999999-12-31T23:59:59-18:00\"",
                "due | \"-999999999-01-01T00:00:00+18:00\"",
                "due | \"2200-01-01T00:00:00Z\"",
            })
    void neverTakesAValueForAnotherKind(String field, String value) {
        assertThat(
                        badFields(
                                (field.equals("name") ? "{" : "{\"name\": \"a\", ")
                                        + "\"%s\": %s}".formatted(field, value)))
                .containsExactly(field);
    }

    @Test
    void ignoresUnknownFieldsOnlyWhereItIsAskedTo() {
        String json = "{\"name\": \"a\", \"nmae\": \"b\"}";
        assertThat(read(UnknownFields.IGNORED, json)).isInstanceOf(Read.Valid.class);
        assertThat(badFields(json)).containsExactly("nmae");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "\"x\"",
                "null",
                "1",
                "{",
                "{} {}",
                "{\"name\": \"a\", \"name\": \"b\"}",
            })
    void refusesWhatIsNoObject(String json) {
        assertThat(problem(json).status()).isEqualTo(400);
        assertThat(problem(json).detail()).startsWith("The body is not");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "2.0", "0.2e1", "20e-1", "2.00000000000000000000"})
    void takesAWholeNumberHoweverItIsWritten(String number) {
        assertThat(
                        read(
                                UnknownFields.REFUSED,
                                "{\"name\": \"a\", \"count\": %s}".formatted(number)))
                .isEqualTo(new Read.Valid<>(new Order("a", 2, null, null, null)));
    }

    /** JSON that is right, and only beyond a limit. */
    @Test
    void namesTheLimitThatWasPassed() {
        assertThat(problem("{\"a\":".repeat(9) + "1" + "}".repeat(9)).detail())
                .contains("nested 8 deep");
        assertThat(problem("{\"%s\": 1}".formatted("a".repeat(201))).detail())
                .contains("names may have 200 characters");
        assertThat(problem("{\"a\": %s}".formatted("1".repeat(101))).detail())
                .contains("numbers may have 100 digits");
    }

    @Test
    void refusesABodyAboveTheLimit() {
        String json = "{\"name\": \"" + "x".repeat(JsonRequestReader.MAX_BYTES - 11) + "\"}";
        assertThat(json).hasSize(JsonRequestReader.MAX_BYTES + 1);
        assertThat(problem(json).status()).isEqualTo(413);
        assertThat(read(UnknownFields.REFUSED, json.replaceFirst("x", "")))
                .isInstanceOf(Read.Valid.class);
    }

    @Test
    void takesTimeInProportionToTheBody() {
        Growth.assertLinear(
                700, n -> fields(IntStream.range(0, n).mapToObj(i -> "n" + i)), this::readAny);
        Growth.assertLinear(
                400, n -> fields(IntStream.range(0, n).mapToObj(this::collides)), this::readAny);
        Growth.assertLinear(3_000, n -> "{\"notes\":[" + "1,".repeat(n) + "1]}", this::readAny);
    }

    private void readAny(String json) {
        for (int i = 0; i < 20; i++) {
            var _ = read(UnknownFields.REFUSED, json);
        }
    }

    private static String fields(java.util.stream.Stream<String> names) {
        return names.map(name -> "\"" + name + "\":1").collect(Collectors.joining(",", "{", "}"));
    }

    /** Names of one hash: "Aa" and "BB" have the same, and so have all of such pairs in a row. */
    private String collides(int number) {
        return Integer.toBinaryString(number | 1 << 10).replace("0", "Aa").replace("1", "BB");
    }
}
