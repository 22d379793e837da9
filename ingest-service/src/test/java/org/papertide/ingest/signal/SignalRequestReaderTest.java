package org.papertide.ingest.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.validation.Validation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.PaperId;
import org.papertide.platform.http.Problem.FieldError;
import org.papertide.platform.http.ProblemException;
import org.papertide.platform.http.RequestValidator;
import org.papertide.testing.Growth;

class SignalRequestReaderTest {

    private static final RequestValidator VALIDATOR =
            new RequestValidator(
                    Validation.byDefaultProvider()
                            .configure()
                            .messageInterpolator(new ParameterMessageInterpolator())
                            .buildValidatorFactory()
                            .getValidator());
    private static final SignalRequestReader READER =
            new SignalRequestReader(VALIDATOR, 10_000_000, 1_000);
    private static final Instant NOW = Instant.parse("2025-12-04T08:00:00Z");
    private static final PaperId PAPER = new PaperId("arxiv:2502.00001");

    @Test
    void readsACountOrAnIncrement() {
        assertThat(event("'value': 3, 'source': 'likes', 'eventId': 'e-1'", null))
                .isEqualTo(new PushedEvent.Observed(PAPER, "UPVOTES", "likes", "e-1", 3, NOW));
        assertThat(event("'increment': 2, 'source': 'likes', 'eventId': 'e-1'", null))
                .isEqualTo(new PushedEvent.Increment(PAPER, "UPVOTES", "likes", "e-1", 2, NOW));
        assertThat(errors("'value': 1, 'increment': 1, 'source': 's', 'eventId': 'e'"))
                .containsExactly(error("value", "Please give either value or increment."));
        assertThat(errors("'source': 's'"))
                .containsExactly(error("value", "Please give either value or increment."));
    }

    @Test
    void namesEveryBadFieldAtOnce() {
        List<SignalRequestReader.Read> events =
                read(
                        """
                        [{"eventId": "", "paperId": "no id", "metric": "up votes", "value": -1,
                          "observedAt": "yesterday", "source": "Not lower"}]
                        """);

        assertThat(events.getFirst().checked(null, NOW).errors())
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder(
                        "eventId", "paperId", "metric", "value", "observedAt", "source");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            textBlock =
                    """
                    'value': -1                 , value     , whole number from 0
                    'value': 1000000000001      , value     , to 1000000000000.
                    'value': 1e30               , value     , whole number
                    'value': 1.5                , value     , whole number
                    'value': NaN                , value     , whole number
                    'value': '12'               , value     , whole number
                    'value': [1]                , value     , whole number
                    |'increment': 0, 'eventId': 'e'|, increment , from 1
                    |'increment': 'one', 'eventId': 'e'|, increment , whole number
                    |'value': 1, 'eventId': 7|, eventId   , text in quotes
                    |'value': 1, 'eventId': {}|, eventId   , a text
                    'increment': 1              , eventId   , counts twice
                    """)
    void asksForWhatIsRight(String fields, String field, String words) {
        assertThat(errors(fields + ", 'source': 's'"))
                .singleElement()
                .satisfies(error -> assertThat(error.field()).isEqualTo(field))
                .satisfies(error -> assertThat(error.detail()).contains(words));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "12.0", "1.2e1", "1000000000000", "1E12"})
    void takesWholeNumbersHoweverTheyAreWritten(String count) {
        assertThat(errors("'value': " + count + ", 'source': 's'")).isEmpty();
    }

    /** 2409.10230 as a number is 2409.1023, another paper. */
    @Test
    void refusesAnIdThatIsANumber() {
        assertThat(read("{\"paperId\": 2409.10230, \"metric\": \"UPVOTES\", \"value\": 1}"))
                .singleElement()
                .satisfies(read ->
                        assertThat(read.errors())
                                .containsExactly(
                                        error(
                                                "paperId",
                                                "Please give a text in quotes: a number loses its"
                                                        + " last zeros.")));
    }

    @Test
    void letsATokenSpeakForItsOwnSourceOnly() {
        assertThat(event("'value': 1", "likes").source()).isEqualTo("likes");
        assertThat(event("'value': 1, 'source': 'likes'", "likes").source()).isEqualTo("likes");
        assertThat(errors("'value': 1, 'source': 'other'", "likes"))
                .containsExactly(error("source", "This token is for likes."));
    }

    @Test
    void asksTheOperatorForTheSource() {
        assertThat(event("'value': 1, 'source': 'any.source-1'", null).source())
                .isEqualTo("any.source-1");
        assertThat(errors("'value': 1")).containsExactly(error("source", "Please give one."));
    }

    @Test
    void takesATimeUpToFiveMinutesAhead() {
        Instant edge = NOW.plus(Duration.ofMinutes(5));
        assertThat(errors("'value': 1, 'source': 's', 'observedAt': '" + edge + "'")).isEmpty();
        assertThat(errors("'value': 1, 'source': 's', 'observedAt': '" + edge.plusMillis(1) + "'"))
                .singleElement()
                .satisfies(error -> assertThat(error.detail()).contains("future"));
        assertThat(errors("'value': 1, 'source': 's', 'observedAt': '1970-01-01T00:00:00Z'"))
                .singleElement()
                .satisfies(error ->
                        assertThat(error.detail())
                                .startsWith("It was observed at 1970")
                                .endsWith("."));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a\\u0007", "a\\ud800b", "\\u0000"})
    void refusesEventIdsThatCannotBeStored(String id) {
        assertThat(errors("'value': 1, 'source': 's', 'eventId': '" + id + "'"))
                .singleElement()
                .satisfies(error -> assertThat(error.field()).isEqualTo("eventId"));
        assertThat(errors("'value': 1, 'source': 's', 'eventId': '" + "x".repeat(201) + "'"))
                .hasSize(1);
    }

    @Test
    void takesAnySpellingOfAnIdentity() {
        assertThat(paper("arXiv:2502.00001v3")).isEqualTo(PAPER);
        assertThat(paper("https://doi.org/10.1000/Tides"))
                .isEqualTo(new PaperId("doi:10.1000/tides"));
        PaperId title = PaperId.ofTitle("On tides");
        assertThat(paper(title.value())).isEqualTo(title);
    }

    @Test
    void readsEveryEventBesideABadOne() {
        String good = "{\"paperId\": \"2502.00001\", \"metric\": \"UPVOTES\", \"value\": 1}";
        List<SignalRequestReader.Read> events =
                read("{\"events\": [%1$s, null, 7, [], {}, %1$s]}".formatted(good));

        assertThat(events)
                .extracting(read -> read.errors().isEmpty())
                .containsExactly(true, false, false, false, false, true);
        assertThat(events.get(2).inBody(events.get(2).errors().getFirst()).field())
                .isEqualTo("events[2].event");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "not json", "[{]", "[{}", "{} {}", "{\"a\": \"\\ud8\"}", "[\"\u00ff"})
    void refusesABodyThatIsNotJson(String body) {
        assertThatThrownBy(() -> READER.read(body.getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("The body is not JSON: ");
    }

    @Test
    void refusesMoreEventsThanAllowed() {
        assertThatThrownBy(() -> read("[" + "{},".repeat(1_000) + "{}]"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("More than 1000 events");
    }

    /** As search and subscriptions take them; what arXiv cannot have given names no paper. */
    @ParameterizedTest
    @CsvSource({
        "https://huggingface.co/papers/2409.01234, arxiv:2409.01234",
        "(arXiv:2409.01234)., arxiv:2409.01234",
        "doi:10.1000/182., doi:10.1000/182",
        "arxiv:2413.01234,",
        "https://example.org/about,"
    })
    void takesAPaperByWhateverNamesIt(String text, @Nullable String id) {
        assertThat(SignalRequest.findPaper(text).map(PaperId::value))
                .isEqualTo(Optional.ofNullable(id));
    }

    /** Names whose hashes collide, as a table of names would keep them. */
    @Test
    void takesTimeInProportionToCollidingNames() {
        Growth.assertLinear(
                16_384,
                count -> collidingNames(count).getBytes(StandardCharsets.UTF_8),
                READER::read);
    }

    private static String collidingNames(int count) {
        StringBuilder body = new StringBuilder("{");
        for (int i = 0; i < count; i++) {
            body.append(i == 0 ? "\"" : ",\"");
            for (int bit = 0; bit < 16; bit++) {
                body.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            body.append("\":0");
        }
        return body.append('}').toString();
    }

    private static FieldError error(String field, String detail) {
        return new FieldError(field, detail);
    }

    private static PaperId paper(String spelling) {
        SignalRequestReader.Read read =
                read(("{\"paperId\": \"%s\", \"metric\": \"UPVOTES\", \"value\": 1,"
                                        + " \"source\": \"s\"}")
                                .formatted(spelling))
                        .getFirst();
        assertThat(read.errors()).isEmpty();
        return valid(read, null).paper();
    }

    private static PushedEvent event(String fields, @Nullable String tokenSource) {
        SignalRequestReader.Read read = read(withPaper(fields)).getFirst();
        assertThat(read.checked(tokenSource, NOW).errors()).isEmpty();
        return valid(read, tokenSource);
    }

    private static PushedEvent valid(SignalRequestReader.Read read, @Nullable String tokenSource) {
        return Objects.requireNonNull(read.request()).event(tokenSource, NOW);
    }

    private static List<FieldError> errors(String fields) {
        return errors(fields, null);
    }

    private static List<FieldError> errors(String fields, @Nullable String tokenSource) {
        return read(withPaper(fields)).getFirst().checked(tokenSource, NOW).errors();
    }

    private static String withPaper(String fields) {
        return "{'paperId': '2502.00001', 'metric': 'UPVOTES', %s}"
                .formatted(fields)
                .replace('\'', '"');
    }

    private static List<SignalRequestReader.Read> read(String body) {
        return READER.read(body.getBytes(StandardCharsets.UTF_8));
    }
}
