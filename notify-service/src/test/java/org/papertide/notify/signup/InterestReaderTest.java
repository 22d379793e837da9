package org.papertide.notify.signup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.papertide.events.EventJson;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.running.FieldProblem;
import org.papertide.testing.Growth;

class InterestReaderTest {

    private static final SubscriptionRequest NOTHING =
            new SubscriptionRequest(null, null, null, null, null, null, null, null, null, null);

    private static List<String> badFields(String json) throws JsonProcessingException {
        return switch (RequestJson.read(EventJson.mapper().readTree(json))) {
            case RequestJson.Read.Badly(var problems) ->
                    problems.stream().map(FieldProblem::field).toList();
            case RequestJson.Read.Well(var request) ->
                    InterestReader.read(request) instanceof InterestReader.Read.Badly(var problems)
                            ? problems.stream().map(FieldProblem::field).toList()
                            : List.of();
        };
    }

    @Test
    void hasDefaults() {
        assertThat(InterestReader.read(NOTHING))
                .isEqualTo(
                        new InterestReader.Read.Well(
                                new Interest(
                                        Frequency.DAILY,
                                        ZoneOffset.UTC,
                                        8,
                                        List.of(),
                                        List.of(),
                                        List.of(),
                                        List.of(),
                                        null,
                                        10)));
    }

    @Test
    void tellsEveryBadField() throws JsonProcessingException {
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
        assertThat(badFields("[]")).hasSize(1);
        assertThat(badFields("{\"email\": \"a@example.org\", \"hour\": 8.5}"))
                .containsExactly("hour");
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
        assertThat(InterestReader.read(many))
                .isInstanceOfSatisfying(
                        InterestReader.Read.Badly.class,
                        badly ->
                                assertThat(badly.problems())
                                        .extracting(FieldProblem::field)
                                        .containsExactly(
                                                "include", "exclude", "authors", "minimumScore"));
    }

    @Test
    void takesTimeInProportionToTheLists() {
        Growth.assertLinear(20_000, InterestReaderTest::manyEntries, InterestReader::read);
        Growth.assertLinear(20_000, InterestReaderTest::oneLongEntry, InterestReader::read);
    }

    private static SubscriptionRequest manyEntries(int count) {
        return including(IntStream.range(0, count).mapToObj(i -> "word " + i).toList());
    }

    private static SubscriptionRequest oneLongEntry(int length) {
        return including(List.of("a" + " ".repeat(length) + "b"));
    }

    private static SubscriptionRequest including(List<String> entries) {
        return new SubscriptionRequest(
                null, null, null, null, null, entries, null, null, null, null);
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
                java.time.ZoneId.of(zone),
                8,
                categories,
                List.of(),
                List.of(),
                List.of(),
                null,
                10);
    }

    @Test
    void limitsAClientButNotThisMachine() {
        ClientLimit limit = new ClientLimit(2, Clock.systemUTC());
        assertThat(limit.take("192.0.2.1")).isEmpty();
        assertThat(limit.take("192.0.2.1")).isEmpty();
        assertThat(limit.take("192.0.2.1")).isPresent();
        assertThat(limit.take("192.0.2.2")).isEmpty();
        assertThat(limit.take("2001:db8::1")).isEmpty();
        assertThat(limit.take("2001:db8::2")).isEmpty();
        assertThat(limit.take("2001:db8::3")).isPresent();
        for (int i = 0; i < 10; i++) {
            assertThat(limit.take("127.0.0.1")).isEmpty();
            assertThat(limit.take("::1")).isEmpty();
        }
    }
}
