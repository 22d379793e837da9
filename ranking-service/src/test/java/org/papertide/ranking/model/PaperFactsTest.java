package org.papertide.ranking.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.papertide.events.Paper;
import org.papertide.testing.SamplePaper;

class PaperFactsTest {

    private static final Instant DAY = Instant.parse("2026-03-02T00:00:00Z");

    private static final Instant NOW = DAY.plus(Duration.ofDays(400));

    private static Instant hour(double hours) {
        return DAY.plusMillis((long) (hours * 3_600_000));
    }

    private static PaperFacts facts(@Nullable Instant listed, Instant firstSeen) {
        return new PaperFacts(listed, firstSeen, null, null, null, null);
    }

    private static Instant born(@Nullable Instant listed, Instant firstSeen) {
        return facts(listed, firstSeen).born(null, NOW);
    }

    @Test
    void countsFromItsListingIfTheHourIsKnown() {
        assertThat(born(hour(3.5), hour(20))).isEqualTo(hour(3.5));
        assertThat(born(DAY.plusMillis(1), hour(20))).isEqualTo(DAY.plusMillis(1));
        assertThat(born(DAY.plusSeconds(1), hour(20))).isEqualTo(DAY.plusSeconds(1));
    }

    @Test
    void countsFromItsFirstSightIfItWasNotListedBefore() {
        assertThat(born(null, hour(20))).isEqualTo(hour(20));
        assertThat(born(hour(20), hour(20))).isEqualTo(hour(20));
    }

    @Test
    void aSignalIsASightToo() {
        assertThat(facts(null, hour(20)).born(hour(7), NOW)).isEqualTo(hour(7));
        assertThat(facts(null, hour(20)).born(hour(21), NOW)).isEqualTo(hour(20));
        assertThat(facts(hour(5), hour(20)).born(hour(4), NOW)).isEqualTo(hour(4));
        assertThat(facts(DAY, hour(20)).born(hour(-1), NOW)).isEqualTo(hour(-1));
    }

    /** Announced by arXiv, and taken up by a list days later. */
    @Test
    void isAsYoungAsItsPlaceOnTheListThatTookItUpLater() {
        assertThat(born(hour(58), hour(1))).isEqualTo(hour(58));
        assertThat(facts(hour(58), hour(1)).born(hour(59), NOW)).isEqualTo(hour(58));
        assertThat(facts(hour(58), hour(1)).born(hour(40), NOW)).isEqualTo(hour(40));
        assertThat(born(DAY, hour(-30))).isEqualTo(DAY);
        assertThat(facts(DAY, hour(-30)).born(hour(6), NOW)).isEqualTo(hour(3));
        assertThat(facts(DAY, DAY).born(hour(6), NOW)).isEqualTo(DAY);
    }

    /** What says that it will be listed in the year 9999 was still seen. */
    @Test
    void countsFromItsFirstSightUntilItIsListed() {
        PaperFacts facts = facts(hour(58), hour(1));
        assertThat(facts.born(null, hour(57))).isEqualTo(hour(1));
        assertThat(facts.born(hour(2), hour(57))).isEqualTo(hour(1));
        assertThat(facts.born(null, hour(58))).isEqualTo(hour(58));
        assertThat(born(Instant.parse("9999-12-31T00:00:00Z"), hour(1))).isEqualTo(hour(1));
    }

    /** Half-way of the first eight hours, then later: 4 hours and 0.7 of what is beyond them. */
    @Test
    void theHourOfADayIsGuessedFromThatOfTheFirstSight() {
        assertThat(born(DAY, hour(6))).isEqualTo(hour(3));
        assertThat(born(DAY, hour(8))).isEqualTo(hour(4));
        assertThat(born(DAY, hour(10))).isEqualTo(hour(5.4));
        assertThat(born(DAY, hour(24))).isEqualTo(hour(15.2));
    }

    @Test
    void aFirstSightOnALaterDayTellsNoMoreThanOneAtTheEndOfItsDay() {
        assertThat(born(DAY, hour(25))).isEqualTo(hour(15.2));
        assertThat(born(DAY, hour(24 * 300))).isEqualTo(hour(15.2));
    }

    @Test
    void midnightMeansThatOnlyTheDayIsKnown() {
        assertThat(facts(DAY, DAY).isHourKnown()).isFalse();
        assertThat(facts(DAY.plusNanos(1), DAY).isHourKnown()).isTrue();
        assertThat(facts(DAY.plusSeconds(1), DAY).isHourKnown()).isTrue();
        assertThat(facts(DAY.minus(Duration.ofHours(1)), DAY).isHourKnown()).isTrue();
        assertThat(facts(null, DAY).isHourKnown()).isFalse();
    }

    @Test
    void takesFromAPaperWhatItSays() {
        SamplePaper sample =
                SamplePaper.of(SamplePaper.id("2603", 1), hour(1)).categories("cs.LG", "cs.CL");
        Paper paper = sample.authors(List.of("A", "B")).build();
        assertThat(PaperFacts.of(paper, hour(2)))
                .isEqualTo(
                        new PaperFacts(
                                hour(1),
                                hour(2),
                                "cs.LG",
                                2,
                                paper.submitterFollowers(),
                                paper.authorParticipating()));
        assertThat(PaperFacts.of(sample.authors(List.of()).build(), hour(2)).authors()).isNull();
    }

    @Test
    void refusesToBeWithoutAFirstSight() {
        assertThatThrownBy(() -> facts(DAY, nothing()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("firstSeen: missing");
    }

    @SuppressWarnings("NullAway") // What a broken store would give.
    private static Instant nothing() {
        return null;
    }
}
