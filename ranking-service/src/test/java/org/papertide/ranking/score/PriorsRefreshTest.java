package org.papertide.ranking.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.papertide.ranking.score.PriorsRefresh.Refreshed;
import org.papertide.ranking.score.PriorsRefresh.Sighting;

class PriorsRefreshTest {

    private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");
    private static final double MOST = 0.1;

    private final Priors current = Priors.shipped();
    private final PriorsRefresh refresh = new PriorsRefresh(MOST);

    /** Papers twice as large as any before, each seen on four days. */
    private static List<Sighting> sightings(int papers) {
        Random random = new Random(12);
        List<Sighting> sightings = new ArrayList<>();
        for (int i = 0; i < papers; i++) {
            Instant listed = MONDAY.plus(Duration.ofMinutes(11 + random.nextInt(60 * 24 * 40)));
            Facts facts = new Facts(listed, listed, "cs.LG", 5, (long) random.nextInt(90), null);
            double whole = Math.exp(4 + random.nextGaussian());
            Readings readings = Readings.none();
            for (int hour = 2; hour < 120; hour += 3) {
                long count = Math.round(whole * hour / (hour + 14.0));
                Instant at = listed.plus(Duration.ofHours(hour));
                readings = readings.with("UPVOTES", "huggingface", count, at);
                if (hour % 24 == 8) {
                    sightings.add(new Sighting(facts, readings, at, at));
                }
            }
            for (int k = sightings.size() - 5; k < sightings.size(); k++) {
                Instant at = sightings.get(k).at();
                Instant later = at.plus(Duration.ofDays(1));
                sightings.set(k, new Sighting(facts, readings, at, later));
            }
        }
        return sightings;
    }

    private static Priors.Growth upvotes(Priors priors) {
        return Objects.requireNonNull(priors.metrics().get("UPVOTES")).growth();
    }

    @Test
    void goesTowardsWhatItSawAndNoNumberMovesByMoreThanItsShare() {
        Refreshed refreshed = refresh.refresh(current, sightings(120), "the stream, March 2026");
        Priors next = refreshed.priors();
        assertThat(next.version()).isEqualTo(current.version() + 1);
        assertThat(upvotes(next).typical().growth())
                .isGreaterThan(upvotes(current).typical().growth());
        assertThat(upvotes(next).learntFrom()).isEqualTo("the stream, March 2026");
        assertBounded(Priors.tree(current), Priors.tree(next));
        assertThat(refreshed.changes())
                .anyMatch(line ->
                        line.matches(
                                "metrics\\.UPVOTES\\.growth\\.typical\\.growth: [0-9.]+ to [0-9.]+"
                                        + " \\(learnt [0-9.]+\\)"))
                .anyMatch(line -> line.startsWith("kept HN_POINTS: fewer than"));
    }

    private static void assertBounded(
            com.fasterxml.jackson.databind.JsonNode before,
            com.fasterxml.jackson.databind.JsonNode after) {
        if (before.isFloatingPointNumber()) {
            assertThat(Math.abs(after.doubleValue() - before.doubleValue()))
                    .isLessThanOrEqualTo(
                            MOST * Math.max(0.1, Math.abs(before.doubleValue())) + 1e-4);
        }
        for (var field : before.properties()) {
            assertBounded(field.getValue(), after.get(field.getKey()));
        }
        for (int i = 0; before.isArray() && i < before.size(); i++) {
            assertBounded(before.get(i), after.get(i));
        }
    }

    @Test
    void takesALastingChangeUpInAFewRefreshes() {
        Priors priors = current;
        for (int night = 0; night < 30; night++) {
            priors = refresh.refresh(priors, sightings(120), "the stream").priors();
        }
        assertThat(upvotes(priors).typical().growth())
                .isGreaterThan(2 * upvotes(current).typical().growth());
    }

    @Test
    void isTheSameInWhateverOrderTheSightingsCame() {
        List<Sighting> shuffled = sightings(120);
        Collections.shuffle(shuffled, new Random(3));
        assertThat(refresh.refresh(current, shuffled, "x"))
                .isEqualTo(refresh.refresh(current, sightings(120), "x"));
    }

    @Test
    void keepsEverythingWhereThereIsTooLittle() {
        Refreshed refreshed = refresh.refresh(current, sightings(3), "a quiet night");
        assertThat(refreshed.priors()).isEqualTo(current);
        assertThat(refreshed.changes()).hasSize(current.metrics().size());
        assertThat(refreshed.changes()).allMatch(line -> line.startsWith("kept "));
    }

    @Test
    void whatItMakesComesBackFromItsJson() {
        Priors next = refresh.refresh(current, sightings(120), "x").priors();
        assertThat(Priors.parse(next.toJson())).isEqualTo(next);
    }

    @Test
    void refusesAShareThatIsNone() {
        assertThatThrownBy(() -> new PriorsRefresh(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PriorsRefresh(1.5))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
