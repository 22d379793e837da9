package org.papertide.ranking.model.training;

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
import org.papertide.events.PaperId;
import org.papertide.ranking.model.Assessment;
import org.papertide.ranking.model.Facts;
import org.papertide.ranking.model.Priors;
import org.papertide.ranking.model.Readings;
import org.papertide.ranking.model.TrendScore;
import org.papertide.ranking.model.training.PriorsRefresh.Refreshed;
import org.papertide.ranking.model.training.PriorsRefresh.Sighting;

class PriorsRefreshTest {

    private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");
    private static final double MOST = 0.1;

    private final Priors current = Priors.shipped();
    private final PriorsRefresh refresh = new PriorsRefresh(MOST);

    private static List<Sighting> sightings(int papers) {
        return sightings("UPVOTES", 0, papers);
    }

    /** Papers twice as large as any before, each seen on four days; the first count is above 0. */
    private static List<Sighting> sightings(String metric, long first, int papers) {
        Random random = new Random(12);
        List<Sighting> sightings = new ArrayList<>();
        for (int i = 0; i < papers; i++) {
            Instant listed = MONDAY.plus(Duration.ofMinutes(11 + random.nextInt(60 * 24 * 40)));
            int authors = 1 + i % 9;
            Facts facts =
                    new Facts(listed, listed, "cs.LG", authors, (long) random.nextInt(90), null);
            double whole = Math.exp(4 + random.nextGaussian());
            Readings readings = Readings.none();
            for (int hour = 2; hour < 120; hour += 3) {
                long count = first + Math.round(whole * hour / (hour + 14.0));
                Instant at = listed.plus(Duration.ofHours(hour));
                readings = readings.with(metric, "a list", count, at);
                if (hour % 24 == 8) {
                    sightings.add(new Sighting(paper(i), facts, readings, at, at));
                }
            }
            for (int k = sightings.size() - 5; k < sightings.size(); k++) {
                Instant at = sightings.get(k).at();
                Instant later = at.plus(Duration.ofDays(1));
                sightings.set(k, new Sighting(paper(i), facts, readings, at, later));
            }
        }
        return sightings;
    }

    private static PaperId paper(int number) {
        return new PaperId("arxiv:2603.%05d".formatted(number));
    }

    private static Priors.Growth growth(String metric, Priors priors) {
        return Objects.requireNonNull(priors.metrics().get(metric)).growth();
    }

    private static Priors.Growth upvotes(Priors priors) {
        return growth("UPVOTES", priors);
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

    /** Nobody knew yet what followers do for points: that must not hold the other numbers up. */
    @Test
    void anEffectThatBeginsDoesNotHoldItsMetricUp() {
        List<Sighting> points = sightings("HN_POINTS", 0, 120);
        Priors learnt = current;
        for (int night = 0; night < 20; night++) {
            learnt = new PriorsRefresh(1).refresh(learnt, points, "x").priors();
        }
        Priors.Growth aim = growth("HN_POINTS", learnt);
        Priors.Typical typical = aim.typical();
        Priors.Growth before =
                new Priors.Growth(
                        "x",
                        aim.rhythm(),
                        new Priors.Typical(0, 1.2 * typical.growth(), typical.halfwayHours()),
                        aim.fadeHours(),
                        withoutEffects(aim.rising()),
                        withoutEffects(aim.top()));
        Priors.MetricPriors its = Objects.requireNonNull(current.metrics().get("HN_POINTS"));
        Priors priors = learnt.with("HN_POINTS", its.with(its.support(), before));

        Priors.Growth after = growth("HN_POINTS", refresh.refresh(priors, points, "x").priors());

        double way = before.typical().growth() - typical.growth();
        assertThat(after.typical().growth()).isLessThan(before.typical().growth() - way / 10);
        Priors.Effect effect = after.rising().submitterFollowers();
        assertThat(effect.centre()).isEqualTo(aim.rising().submitterFollowers().centre());
        assertThat(effect.reach()).isEqualTo(aim.rising().submitterFollowers().reach());
        assertThat(Math.abs(effect.slope())).isBetween(0.001, 0.01);
    }

    private static Priors.Terms withoutEffects(Priors.Terms terms) {
        Priors.Effect none = Priors.Effect.none();
        return new Priors.Terms(
                terms.base(),
                terms.level(),
                terms.age(),
                terms.gain(),
                none,
                none,
                none,
                terms.support());
    }

    /** Counts that begin at 200 look like counters that are older than the listing. */
    @Test
    void aLevelThatIsCappedStaysCapped() {
        Priors next = refresh.refresh(current, sightings("UPVOTES", 200, 120), "x").priors();
        assertThat(next.version()).isEqualTo(current.version() + 1);
        Readings flood = Readings.none().with("UPVOTES", "a list", 1_000_000, MONDAY);
        Facts facts = Facts.unknown(MONDAY.minus(Duration.ofHours(2)));
        for (Priors priors : List.of(current, next)) {
            Assessment assessment = new TrendScore(priors).assess(facts, flood, MONDAY);
            assertThat(assessment.reasons().getFirst().note()).isEqualTo("CAPPED");
        }
    }

    /** Of papers of one poll time, listing, category and authors are the same. */
    @Test
    void papersThatLookAlikeAreNotOne() {
        List<Sighting> alike = new ArrayList<>();
        Facts facts = new Facts(MONDAY, MONDAY, "cs.LG", 5, null, null);
        for (int i = 0; i < 120; i++) {
            Readings readings = Readings.none();
            for (int hour = 1; hour < 120; hour += 3) {
                Instant at = MONDAY.plus(Duration.ofHours(hour));
                readings = readings.with("UPVOTES", "a list", (1L + i) * hour / (hour + 14), at);
            }
            Instant at = MONDAY.plus(Duration.ofHours(4));
            Instant later = at.plus(Duration.ofDays(1));
            alike.add(new Sighting(paper(i), facts, readings, at, later));
        }
        Refreshed refreshed = refresh.refresh(current, alike, "x");
        assertThat(upvotes(refreshed.priors()).learntFrom()).isEqualTo("x");
        Collections.shuffle(alike, new Random(4));
        assertThat(refresh.refresh(current, alike, "x")).isEqualTo(refreshed);
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
