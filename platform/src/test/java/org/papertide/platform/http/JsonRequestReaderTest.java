package org.papertide.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.validation.Validation;
import jakarta.validation.constraints.NotBlank;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.hibernate.validator.constraints.Range;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.platform.http.JsonRequestReader.Instants;
import org.papertide.platform.http.JsonRequestReader.Item;
import org.papertide.platform.http.JsonRequestReader.Limits;
import org.papertide.platform.http.JsonRequestReader.Read;
import org.papertide.platform.http.JsonRequestReader.UnknownFields;
import org.papertide.platform.http.Problem.FieldError;

class JsonRequestReaderTest {

    record Order(
            @NotBlank(message = "Please give a name.") @Nullable String name,
            @Range(min = 1, max = 9, message = "Please give 1 to 9.") @Nullable Integer count,
            @Nullable Double price,
            @Nullable List<String> notes,
            @Nullable OffsetDateTime due) {}

    private static final RequestValidator VALIDATOR =
            new RequestValidator(
                    Validation.byDefaultProvider()
                            .configure()
                            .messageInterpolator(new ParameterMessageInterpolator())
                            .buildValidatorFactory()
                            .getValidator());

    private static final Instants YEARS_OF_FOUR_DIGITS =
            new Instants(JsonRequestReaderTest::parse, "Please give an instant.");

    private static Instant parse(String text) {
        Instant instant = OffsetDateTime.parse(text).toInstant();
        if (text.startsWith("+") || text.startsWith("-")) {
            throw new DateTimeException(text);
        }
        return instant;
    }

    private static JsonRequestReader<Order> reader(UnknownFields unknown) {
        return new JsonRequestReader<>(
                Order.class, VALIDATOR, unknown, Limits.ONE_REQUEST, YEARS_OF_FOUR_DIGITS);
    }

    private static Read<Order> read(UnknownFields unknown, String json) {
        return reader(unknown).read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Item<Order>> readEach(String json) {
        return reader(UnknownFields.IGNORED)
                .readEach(json.getBytes(StandardCharsets.UTF_8), "orders", "order", 3);
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
        "2016-12-31T18:59:59-05:00, 2016-12-31T23:59:59Z",
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
                "count | 1e9999999999",
                "price | -1e-9999999999",
                "name | 1e9999999999",
                "count | true",
                "count | []",
                "name | 1",
                "name | {}",
                "count | NaN",
                "price | false",
                "price | NaN",
                "price | -Infinity",
                "price | 1e400",
                "notes | \"x\"",
                "notes | [null]",
                "notes | [[\"x\"]]",
                "due | \"tomorrow\"",
                "due | \"2026-02-30T00:00:00Z\"",
                "due | \"+999999999-12-31T23:59:59-18:00\"",
                "due | \"-999999999-01-01T00:00:00+18:00\"",
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

    /** What is passed over has the limits of what is kept. */
    @ParameterizedTest
    @ValueSource(strings = {"1e9999999999", "-1e-9999999999", "DIGITS", "0.DIGITS", "1eDIGITS"})
    void passesOverNoNumberWithoutEnd(String number) {
        String value = number.replace("DIGITS", "7".repeat(10_000));
        assertThat(read(UnknownFields.IGNORED, "{\"name\": \"a\", \"x\": %s}".formatted(value)))
                .isInstanceOf(Read.Invalid.class);
    }

    @Test
    void passesOverNoFieldThatStandsTwice() {
        assertThat(read(UnknownFields.IGNORED, "{\"name\": \"a\", \"x\": 1, \"x\": null}"))
                .isInstanceOf(Read.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "[]", "\"x\"", "null", "1", "{", "{} {}",
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
        String json = "{\"name\": \"" + "x".repeat(Limits.ONE_REQUEST.bytes() - 11) + "\"}";
        assertThat(json).hasSize(Limits.ONE_REQUEST.bytes() + 1);
        assertThat(problem(json).status()).isEqualTo(413);
        assertThat(read(UnknownFields.REFUSED, json.replaceFirst("x", "")))
                .isInstanceOf(Read.Valid.class);
    }

    @Test
    void readsNoTextsAmongWhichANumberIsTooLarge() {
        assertThat(problem("{\"name\": \"a\", \"notes\": [1e9999999999]}").status()).isEqualTo(400);
        assertThat(readEach("[{\"name\": \"a\", \"count\": 1e9999999999}, {\"name\": \"b\"}]"))
                .extracting(item -> item.errors().size())
                .containsExactly(1, 0);
    }

    /** Which one is meant nobody knows. */
    @Test
    void refusesAFieldThatStandsThereTwice() {
        assertThat(problem("{\"name\": \"a\", \"name\": \"b\"}").errors())
                .containsExactly(new FieldError("name", Please.GIVE_IT_ONCE));
        assertThat(problem("{\"name\": \"a\", \"count\": null, \"count\": \"b\"}").errors())
                .containsExactly(new FieldError("count", Please.GIVE_IT_ONCE));
    }

    @Test
    void asksForATextInQuotesWhereThereIsANumber() {
        assertThat(problem("{\"name\": 2.10}").errors())
                .containsExactly(new FieldError("name", Please.GIVE_A_TEXT_IN_QUOTES));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[%s, 7, %s]", "{\"x\": [[]], \"orders\": [%s, [{}], %s]}"})
    void readsEachBesideABadOne(String body) {
        String good = "{\"name\": \"a\", \"x\": {\"y\": [1]}}";
        assertThat(readEach(body.formatted(good, "{\"count\": 10}")))
                .satisfiesExactly(
                        first -> {
                            assertThat(first.errors()).isEmpty();
                            assertThat(first.request())
                                    .isEqualTo(new Order("a", null, null, null, null));
                        },
                        second -> {
                            assertThat(second.place()).endsWith("[1]");
                            assertThat(second.request()).isNull();
                            assertThat(second.errors())
                                    .containsExactly(
                                            new FieldError("order", Please.GIVE_AN_OBJECT));
                        },
                        third ->
                                assertThat(third.errors())
                                        .extracting(FieldError::field)
                                        .containsExactly("count", "name"));
    }

    @Test
    void readsALoneOne() {
        assertThat(readEach("{\"name\": \"a\"}"))
                .singleElement()
                .satisfies(item -> assertThat(item.place()).isEmpty());
        assertThat(readEach("{\"orders\": {\"name\": \"a\"}}"))
                .singleElement()
                .satisfies(item -> assertThat(item.place()).isEqualTo("orders"));
    }

    @Test
    void readsNoMoreThanItMay() {
        assertThat(readEach("[{}, {}, {}]")).hasSize(3);
        assertThatThrownBy(() -> readEach("[{}, {}, {}, {}]"))
                .isInstanceOf(ProblemException.class)
                .hasMessage("More than 3 orders in one request.");
        assertThatThrownBy(() -> readEach("{\"orders\": [], \"orders\": []}"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("orders stands in it twice");
    }

    @Test
    void readsNoInstantsUnlessItIsSaidWhich() {
        assertThatThrownBy(() ->
                        new JsonRequestReader<>(Order.class, VALIDATOR, UnknownFields.REFUSED))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
