package org.papertide.notify.signup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.PaperId;
import org.papertide.notify.http.TestValidator;
import org.papertide.notify.interest.Amount;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.Theme;
import org.papertide.notify.message.InterestText;
import org.papertide.platform.http.JsonRequestReader;
import org.papertide.platform.http.JsonRequestReader.UnknownFields;
import org.papertide.platform.http.Problem.FieldError;
import org.papertide.platform.http.RequestValidator;
import org.papertide.testing.Growth;

class SubscriptionRequestTest {

    private static final SubscriptionRequest NOTHING =
            new SubscriptionRequest(null, null, null, null, null, null, null, null, null, null);

    private static final RequestValidator VALIDATOR = TestValidator.get();

    private static final JsonRequestReader<SubscriptionRequest> READER =
            new JsonRequestReader<>(
                    SubscriptionRequest.class, VALIDATOR, UnknownFields.IGNORED, SignUp.class);

    private static List<String> badFields(String json) {
        return switch (READER.read(json.getBytes(StandardCharsets.UTF_8))) {
            case JsonRequestReader.Read.Valid<SubscriptionRequest> _ -> List.of();
            case JsonRequestReader.Read.Invalid<SubscriptionRequest>(var problem) ->
                    problem.errors().isEmpty()
                            ? List.of("body")
                            : problem.errors().stream()
                                    .map(FieldError.class::cast)
                                    .map(FieldError::field)
                                    .toList();
        };
    }

    private static List<FieldError> problems(SubscriptionRequest request) {
        return VALIDATOR.problems(request, List.of());
    }

    /** Nothing would ever pass it, or be kept out by it. */
    @ParameterizedTest
    @ValueSource(strings = {"\ud83e\udd16", "\u200b", "$", "---", "\u0301", "\ufe0f", "…"})
    void refusesAnEntryWithoutAWord(String entry) {
        for (String field : List.of("include", "exclude", "authors", "about", "notAbout")) {
            assertThat(
                            badFields(
                                    """
                                    {"email": "a@example.org", "%s": ["tides", "%s"]}
                                    """
                                            .formatted(field, entry)))
                    .containsExactly(field);
        }
        assertThat(
                        badFields(
                                """
                                {"email": "a@example.org", "include": ["C++", "4", "言語", "\ud83e\udd16 agents"]}
                                """))
                .isEmpty();
    }

    private static SubscriptionRequest in(String timezone) {
        return new SubscriptionRequest(
                null, null, timezone, null, null, null, null, null, null, null);
    }

    private static SubscriptionRequest including(List<String> entries) {
        return new SubscriptionRequest(
                null, null, null, null, null, entries, null, null, null, null);
    }

    @Test
    void hasDefaults() {
        assertThat(problems(NOTHING)).isEmpty();
        assertThat(NOTHING.interest())
                .isEqualTo(
                        new Interest(
                                Frequency.DAILY,
                                ZoneOffset.UTC,
                                8,
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                null,
                                10));
    }

    @Test
    void reportsEveryBadField() {
        assertThat(
                        badFields(
                                """
                                {"email": "a@example.org", "frequency": "HOURLY",
                                 "timezone": "Mars/Base", "hour": 24, "categories": ["<script>"],
                                 "include": [""], "exclude": ["a\\u0000b"], "authors": "Ada",
                                 "minimumScore": -1, "limit": 0, "unknown": true}
                                """))
                .containsExactlyInAnyOrder(
                        "frequency",
                        "timezone",
                        "hour",
                        "categories",
                        "include",
                        "exclude",
                        "authors",
                        "minimumScore",
                        "limit");
        assertThat(badFields("[]")).containsExactly("body");
        assertThat(badFields("{\"email\": \"a@example.org\", \"hour\": 8.5}"))
                .containsExactly("hour");
        assertThat(badFields("{\"email\": \"nobody\", \"hour\": 8.5, \"limit\": 99}"))
                .containsExactlyInAnyOrder("email", "hour", "limit");
    }

    @Test
    void needsAnAddressForASignUpOnly() {
        assertThat(badFields("{}")).containsExactly("email");
        assertThat(VALIDATOR.problems(NOTHING, List.of(), SignUp.class))
                .containsExactly(new FieldError("email", "Please give an email address."));
        assertThat(problems(NOTHING)).isEmpty();
    }

    @Test
    void boundsListsAndEntries() {
        SubscriptionRequest many =
                new SubscriptionRequest(
                        null,
                        null,
                        null,
                        null,
                        null,
                        IntStream.range(0, 51).mapToObj(i -> "w" + i).toList(),
                        List.of("x".repeat(101)),
                        Collections.singletonList(null),
                        Double.NaN,
                        null);
        assertThat(problems(many))
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder("include", "exclude", "authors", "minimumScore");
        assertThat(problems(many))
                .contains(new FieldError("include", "Please give at most 50 entries."))
                .contains(
                        new FieldError(
                                "exclude",
                                "“%s…” is not right. Each entry needs a word, and 1 to 100 visible characters."
                                        .formatted("x".repeat(59))));
    }

    @Test
    void takesListsAndEntriesAtTheirLimits() {
        assertThat(problems(including(List.of("x".repeat(100))))).isEmpty();
        assertThat(
                        problems(
                                including(
                                        IntStream.range(0, 200)
                                                .mapToObj(i -> "w " + i % 50)
                                                .toList())))
                .isEmpty();
    }

    /** Of the API, of the form and of what is kept alike. */
    @Test
    void takesScoresUpToABillion() {
        assertThat(badFields("{\"email\": \"a@example.org\", \"minimumScore\": 1e9}")).isEmpty();
        assertThat(problems(atLeast(1e9))).isEmpty();
        assertThat(atLeast(1e9).interest().minimumScore()).isEqualTo(1e9);

        assertThat(badFields("{\"email\": \"a@example.org\", \"minimumScore\": 1e12}"))
                .containsExactly("minimumScore");
        assertThat(problems(atLeast(1e12)))
                .containsExactly(
                        new FieldError(
                                "minimumScore", "Please give a number from 0 to a billion."));
        assertThatThrownBy(() -> atLeast(1e12).interest())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("minimumScore");
    }

    private static SubscriptionRequest atLeast(double score) {
        return new SubscriptionRequest(null, null, null, null, null, null, null, null, score, null);
    }

    @Test
    void bringsEntriesIntoOneLine() {
        assertThat(including(List.of("  large \n language\tmodel ", "large language model")))
                .isEqualTo(including(List.of("large language model")));
    }

    @Test
    void takesWhatPapersAreToBeAbout() {
        SubscriptionRequest request =
                valid(
                        """
                        {"email": "a@example.org",
                         "about": ["  deep linear\\n networks ", "deep linear networks", "<b>tides</b>"],
                         "notAbout": ["\ud83c\udf0a waves"],
                         "like": ["2409.01234v2", "https://arxiv.org/abs/2409.01234",
                            "10.1000/Xyz https://huggingface.co/papers/2409.01234",
                            "<https://arxiv.org/abs/hep-ex/0307015>"],
                         "amount": "few"}
                        """);

        assertThat(request.interest().theme())
                .isEqualTo(
                        new Theme(
                                List.of("deep linear networks", "<b>tides</b>"),
                                List.of("\ud83c\udf0a waves"),
                                List.of(
                                        new PaperId("arxiv:2409.01234"),
                                        new PaperId("doi:10.1000/xyz"),
                                        new PaperId("arxiv:hep-ex/0307015")),
                                Amount.FEW));
        assertThat(valid("{\"email\": \"a@example.org\", \"amount\": \"MANY\"}").interest().theme())
                .as("an amount of nothing")
                .isEqualTo(Theme.ANY);
    }

    /** Each of them is the time of several places. */
    @ParameterizedTest
    @ValueSource(strings = {"BST", "bst", "AST", "SST", "IST", "CST", "ECT", "PDT", "JST", "Paris"})
    void refusesAShortNameOfSeveralTimezones(String name) {
        assertThat(problems(in(name)))
                .containsExactly(
                        new FieldError(
                                "timezone",
                                name
                                        + " is not the name of one timezone; please give one such as"
                                        + " Europe/London."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EST", "MST", "HST", "UTC", "GMT", "CET", "EST5EDT", "Asia/Kolkata"})
    void takesTheNamesThatBrowsersReport(String name) {
        assertThat(problems(in(name))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"about\": [\"\"]",
                "\"about\": [\"a\\u0000b\"]",
                "\"about\": [\"a\\ud83cb\"]",
                "\"about\": [\"\\udf0a\"]",
                "\"about\": [\"\\u2028\", \"b\"]",
                "\"about\": \"tides\"",
                "\"about\": [\"1\", \"2\", \"3\", \"4\", \"5\", \"6\"]",
                "\"notAbout\": [\"\\u001b[31m\"]",
                "\"like\": [\"tides\"]",
                "\"like\": [null]",
                "\"like\": [\"2409.01234 and 2409.01235\"]",
                "\"like\": [\"arxiv:9999.99999\"]",
                "\"amount\": \"ALL\"",
            })
    void refusesThemesThatAreNone(String field) {
        assertThat(badFields("{\"email\": \"a@example.org\", " + field + "}"))
                .containsExactly(field.substring(1, field.indexOf('"', 1)));
    }

    @Test
    void boundsThemes() {
        String text = "x".repeat(501);
        assertThat(badFields("{\"email\": \"a@example.org\", \"about\": [\"" + text + "\"]}"))
                .containsExactly("about");
        assertThat(
                        badFields(
                                "{\"email\": \"a@example.org\", \"about\": [\""
                                        + text.substring(1)
                                        + "\"]}"))
                .isEmpty();
        String thousand =
                IntStream.range(0, 1_000)
                        .mapToObj(i -> "\"i" + i + "\"")
                        .collect(Collectors.joining(", "));
        assertThat(badFields("{\"email\": \"a@example.org\", \"about\": [" + thousand + "]}"))
                .containsExactly("about");
    }

    /** A half of a pair is in no text of UTF-8: nobody could keep it. */
    @Test
    void refusesHalvesOfPairsInAllLists() {
        for (String field : List.of("include", "exclude", "authors", "about", "notAbout")) {
            assertThat(
                            badFields(
                                    "{\"email\": \"a@example.org\", \""
                                            + field
                                            + "\": [\"a\\ud800\"]}"))
                    .containsExactly(field);
        }
    }

    private static SubscriptionRequest valid(String json) {
        return switch (READER.read(json.getBytes(StandardCharsets.UTF_8))) {
            case JsonRequestReader.Read.Valid<SubscriptionRequest>(var request) -> request;
            case JsonRequestReader.Read.Invalid<SubscriptionRequest>(var problem) ->
                    throw new AssertionError(problem.errors());
        };
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, Europe/Berlin",
        "EST, America/Panama",
        "Etc/Unknown, Z",
        "Asia/Calcutta, Asia/Calcutta",
        "europe/berlin, Europe/Berlin",
        "+02:00, +02:00",
    })
    void takesTheTimezonesThatBrowsersReport(String reported, String taken) {
        SubscriptionRequest request = in(reported);
        assertThat(problems(request)).isEmpty();
        ZoneId zone = request.interest().timezone();
        assertThat(zone.getRules())
                .isEqualTo(
                        reported.equals("EST")
                                ? ZoneId.of(ZoneId.SHORT_IDS.get("EST")).getRules()
                                : ZoneId.of(taken).getRules());
    }

    /** As forms show it: else whoever saves one unchanged would live in another timezone. */
    @ParameterizedTest
    @CsvSource({
        "Z, UTC",
        "UTC, UTC",
        "GMT, UTC",
        "Etc/UTC, UTC",
        "Etc/Unknown, UTC",
        "+00:00, UTC",
        "+02:00, UTC+02:00",
        "UTC+2, UTC+02:00",
        "GMT+02:00, UTC+02:00",
        "Etc/GMT-2, UTC+02:00",
        "-09:30, UTC-09:30",
        "Africa/Abidjan, Africa/Abidjan",
        "Europe/London, Europe/London",
    })
    void hasOneNameForATimezoneOfAFixedOffset(String name, String kept) {
        Interest interest = in(name).interest();
        assertThat(interest.timezone().getId()).isEqualTo(kept);
        assertThat(InterestText.zoneName(interest.timezone())).isEqualTo(kept);
        assertThat(in(kept).interest()).isEqualTo(interest);
    }

    @Test
    void takesTimeInProportionToTheLists() {
        Growth.assertLinear(
                20_000,
                count -> IntStream.range(0, count).mapToObj(i -> "word " + i).toList(),
                entries -> problems(including(entries)));
        Growth.assertLinear(
                20_000,
                length -> List.of("a" + " ".repeat(length) + "b"),
                entries -> problems(including(entries)));
    }

    @Test
    void givesEqualFiltersEqualKeys() {
        Interest berlin = interest("Europe/Berlin", List.of("cs.LG", "cs.CL"));
        Interest tokyo = interest("Asia/Tokyo", List.of("cs.CL", "cs.LG"));
        assertThat(berlin.filterKey()).isEqualTo(tokyo.filterKey());
        assertThat(berlin.filterKey())
                .isNotEqualTo(interest("Europe/Berlin", List.of("cs.LG")).filterKey());
    }

    private static Interest interest(String zone, List<String> categories) {
        return new Interest(
                Frequency.DAILY,
                ZoneId.of(zone),
                8,
                categories,
                List.of(),
                List.of(),
                List.of(),
                null,
                10);
    }
}
