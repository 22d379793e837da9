package org.papertide.notify.interest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.papertide.events.EventJson;
import org.papertide.events.PaperId;
import org.papertide.events.PaperSummary;
import org.papertide.testing.KnownCases;
import org.papertide.testing.SamplePaper;

/** Interests that found too much or too little, and hours that clocks skip. */
@EnabledIf(
        value = "org.papertide.testing.KnownCases#arePresent",
        disabledReason = "known cases do not lie beside the checkout")
class KnownInterestsTest {

    private static JsonNode json(String name) throws IOException {
        return EventJson.mapper().readTree(KnownCases.text(name));
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::textValue).toList();
    }

    private static List<PaperSummary> papers() throws IOException {
        List<PaperSummary> papers = new ArrayList<>();
        for (JsonNode each : json("71-filters.json")) {
            JsonNode paper = each.get("paper");
            papers.add(
                    SamplePaper.of(
                                    new PaperId("arxiv:" + paper.get("id").textValue()),
                                    Instant.parse("2026-11-25T00:00:00Z"))
                            .title(paper.get("title").textValue())
                            .abstractText(paper.get("summary").textValue())
                            .authors(
                                    paper.get("authors")
                                            .valueStream()
                                            .map(author -> author.get("name").textValue())
                                            .toList())
                            .summary());
        }
        return papers;
    }

    @Test
    void findWhatTheirWordsSay() throws IOException {
        List<PaperSummary> papers = papers();
        for (JsonNode each : json("78-filter-subscriptions.json")) {
            JsonNode asked = each.get("subscription");
            PaperFilter filter =
                    new PaperFilter(
                            new Interest(
                                    Frequency.DAILY,
                                    ZoneOffset.UTC,
                                    8,
                                    List.of(),
                                    texts(asked.path("include")),
                                    texts(asked.path("exclude")),
                                    texts(asked.path("authors")),
                                    null,
                                    10));
            assertThat(
                            papers.stream()
                                    .filter(paper -> filter.passes(new SearchedPaper(paper), 5))
                                    .map(paper -> paper.id().name()))
                    .as(each.get("name").textValue())
                    .containsExactlyInAnyOrderElementsOf(texts(each.get("expected")));
        }
    }

    /** The hour that is skipped in spring is among them. */
    private static final List<LocalDate> MARCH_TO_APRIL =
            LocalDate.of(2027, 3, 15).datesUntil(LocalDate.of(2027, 4, 15)).toList();

    @Test
    void areServedOnEachDayAlsoWhenItsHourIsSkipped() throws IOException {
        JsonNode given = json("79-dst-greenland.json");
        DigestSchedule schedule = new DigestSchedule(DayOfWeek.MONDAY);
        Instant before = Instant.parse(given.get("clock").get(0).textValue());
        int hour = given.get("subscription").get("hour").intValue();
        ZoneId zone = ZoneId.of(given.get("subscription").get("timezone").textValue());

        Instant first = Objects.requireNonNull(schedule.next(Frequency.DAILY, zone, hour, before));
        assertThat(first).isEqualTo("2027-03-28T01:00:00Z");
        assertThat(schedule.period(Frequency.DAILY, zone, hour, first)).startsWith("2027-03-27");
        Instant second = Objects.requireNonNull(schedule.next(Frequency.DAILY, zone, hour, first));
        assertThat(second).isEqualTo("2027-03-29T00:00:00Z");
        assertThat(schedule.period(Frequency.DAILY, zone, hour, second)).startsWith("2027-03-28");

        List<String> zones = texts(given.get("also"));
        assertThat(zones).hasSizeGreaterThan(1);
        for (String other : zones) {
            for (int at = 0; at < 24; at++) {
                assertThat(days(schedule, ZoneId.of(other), at))
                        .as("%s at %d", other, at)
                        .isEqualTo(MARCH_TO_APRIL);
            }
        }
    }

    /** The days for which digests come at an hour, one after the other. */
    private static List<LocalDate> days(DigestSchedule schedule, ZoneId zone, int hour) {
        List<LocalDate> days = new ArrayList<>();
        Instant at = MARCH_TO_APRIL.getFirst().atStartOfDay(zone).toInstant().minusMillis(1);
        while (days.size() < MARCH_TO_APRIL.size()) {
            at = Objects.requireNonNull(schedule.next(Frequency.DAILY, zone, hour, at));
            String period = schedule.period(Frequency.DAILY, zone, hour, at);
            days.add(LocalDate.parse(period.substring(0, "2027-03-27".length())));
        }
        return days;
    }
}
