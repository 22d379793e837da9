package org.papertide.ranking.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.papertide.events.Bounds;
import org.papertide.events.EventJson;
import org.papertide.events.ModelVersion;
import org.papertide.ranking.model.ModelSchedule.State;

class ModelScheduleTest {

    private static final int SHIPPED = 2;
    private static final Instant NOW = Instant.parse("2026-05-04T08:00:00Z");
    private static final Instant LONG_AGO = NOW.minusSeconds(1_000_000);

    private static ModelVersion version(int number, Instant announced, @Nullable Instant from) {
        return new ModelVersion(
                number,
                "a test",
                List.of(),
                announced,
                from,
                EventJson.mapper().createObjectNode());
    }

    private static ModelSchedule schedule(ModelVersion... announced) {
        return new ModelSchedule(SHIPPED, List.of(announced));
    }

    @Test
    void nothingAnnouncedMeansTheShippedOne() {
        assertThat(schedule().findActive(NOW)).isEmpty();
        assertThat(schedule().findOnTrial(NOW)).isEmpty();
        assertThat(schedule().newest()).isEqualTo(SHIPPED);
    }

    @Test
    void aVersionHoldsFromItsSecondOn() {
        ModelVersion planned = version(3, LONG_AGO, NOW);
        ModelSchedule schedule = schedule(version(2, LONG_AGO, LONG_AGO), planned);
        Instant before = NOW.minusSeconds(1);
        assertThat(schedule.findActive(before).orElseThrow().version()).isEqualTo(2);
        assertThat(schedule.state(planned, before)).isEqualTo(State.PLANNED);
        assertThat(schedule.findActive(NOW)).contains(planned);
        assertThat(schedule.state(planned, NOW)).isEqualTo(State.ACTIVE);
    }

    /** In whatever order they come: compaction changes it. */
    @Test
    void aNumberFarAboveTheOthersIsIgnoredUntilTheGapIsFilled() {
        ModelVersion known = version(3, LONG_AGO, LONG_AGO);
        ModelVersion far = version(Bounds.MAX_VERSION, NOW, NOW);
        ModelVersion next = version(4, NOW, null);
        for (List<ModelVersion> order :
                List.of(List.of(known, far, next), List.of(far, next, known))) {
            ModelSchedule schedule = new ModelSchedule(SHIPPED, order);
            assertThat(schedule.findActive(NOW)).contains(known);
            assertThat(schedule.findOnTrial(NOW)).contains(next);
            assertThat(schedule.newest()).isEqualTo(4);
        }
        ModelVersion edge = version(4 + ModelSchedule.LONGEST_GAP, NOW, NOW);
        assertThat(schedule(known, next, edge).findActive(NOW)).contains(edge);
        ModelVersion beyond = version(5 + ModelSchedule.LONGEST_GAP, NOW, NOW);
        assertThat(schedule(known, next, beyond).findActive(NOW)).contains(known);
        assertThat(schedule(known, next, beyond, version(5, NOW, null)).findActive(NOW))
                .contains(beyond);
        assertThat(schedule(version(1 + ModelSchedule.LONGEST_GAP, NOW, NOW)).findActive(NOW))
                .isEmpty();
    }

    @Test
    void fractionsOfASecondDoNotCount() {
        ModelVersion planned = version(3, LONG_AGO, NOW.plusMillis(999));
        assertThat(schedule(planned).findActive(NOW)).contains(planned);
    }

    @Test
    void theLastToBeActivatedHoldsWhateverItsNumber() {
        ModelVersion earlier = version(4, LONG_AGO, NOW.minusSeconds(10));
        ModelVersion again = version(3, LONG_AGO, NOW.minusSeconds(5));
        ModelSchedule schedule = schedule(earlier, again);
        assertThat(schedule.findActive(NOW)).contains(again);
        assertThat(schedule.state(earlier, NOW)).isEqualTo(State.PAST);
    }

    @Test
    void ofTwoActivatedAtOneInstantTheGreaterNumberHolds() {
        ModelVersion lesser = version(3, LONG_AGO, NOW);
        ModelVersion greater = version(4, LONG_AGO, NOW);
        assertThat(schedule(greater, lesser).findActive(NOW)).contains(greater);
    }

    @Test
    void theNewestIsOnTrialForItsTime() {
        ModelVersion trial = version(3, NOW.minus(ModelVersion.TRIAL).plusSeconds(1), null);
        ModelSchedule schedule = schedule(version(2, LONG_AGO, LONG_AGO), trial);
        assertThat(schedule.findOnTrial(NOW)).contains(trial);
        assertThat(schedule.state(trial, NOW)).isEqualTo(State.TRIAL);
        assertThat(schedule.findOnTrial(NOW.plusSeconds(1))).isEmpty();
        assertThat(schedule.state(trial, NOW.plusSeconds(1))).isEqualTo(State.PAST);
    }

    @Test
    void onlyTheNewestIsACandidate() {
        ModelVersion older = version(3, NOW, null);
        ModelVersion newest = version(4, NOW, null);
        ModelSchedule schedule = schedule(older, newest);
        assertThat(schedule.findOnTrial(NOW)).contains(newest);
        assertThat(schedule.state(older, NOW)).isEqualTo(State.PAST);
        assertThat(schedule.newest()).isEqualTo(4);
    }

    @Test
    void neitherAnOlderVersionThanTheActiveNorAPlannedOneIsACandidate() {
        assertThat(schedule(version(1, NOW, null)).findOnTrial(NOW)).isEmpty();
        assertThat(schedule(version(SHIPPED, NOW, null)).findOnTrial(NOW)).isEmpty();
        assertThat(schedule(version(3, NOW, NOW.plusSeconds(60))).findOnTrial(NOW)).isEmpty();
    }

    /** The last instant that an event may carry. */
    private static final Instant LAST = Bounds.LATEST.minusNanos(1);

    @Test
    void answersForInstantsAtTheEndsOfTime() {
        ModelVersion last = version(3, LAST, null);
        ModelVersion first = version(3, Bounds.EARLIEST, null);
        assertThat(schedule(last).findOnTrial(NOW)).contains(last);
        assertThat(schedule(first).findOnTrial(NOW)).isEmpty();
        assertThat(schedule(version(3, NOW, LAST)).findActive(NOW)).isEmpty();
    }
}
