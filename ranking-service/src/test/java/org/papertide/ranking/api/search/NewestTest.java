package org.papertide.ranking.api.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.ranking.api.parameter.FilterParameters;
import org.papertide.ranking.api.parameter.SearchParameters;
import org.papertide.ranking.search.Hit;
import org.papertide.testing.SamplePaper;

/** What a reader follows by a feed. */
class NewestTest {

    private static final Instant NOW = Instant.parse("2026-05-04T06:00:00Z");

    private final Map<PaperId, Paper> papers =
            Map.of(id(1), listed(1, 400), id(2), listed(2, 3), id(3), listed(3, 1));

    /** A new paper is no better than the best of all times, and is what was waited for. */
    @Test
    void theNewestOfThoseThatAreRelevantEnoughComesFirst() {
        Hit best = hit(1, 0.9);
        Hit good = hit(2, 0.5);
        Hit noise = hit(3, 0.2);
        assertThat(Searches.newest(List.of(best, good, noise, good), 0.45, papers))
                .containsExactly(good, best);
        assertThat(Searches.newest(List.of(best, good, noise), 0, papers))
                .containsExactly(noise, good, best);
    }

    @Test
    void onesThatHaveLeftAreNotThere() {
        assertThat(Searches.newest(List.of(hit(4, 1), hit(1, 1)), 0, papers))
                .containsExactly(hit(1, 1));
    }

    /** The page of the site reads no more of an address than this. */
    @Test
    void theSiteIsAskedForWhatItKnows() {
        FilterParameters filters =
                new FilterParameters("cs.LG", "2026-01-01", "2026-02-01", "true", "50");
        assertThat(new SearchParameters("deep nets", "both", "rising").site(filters))
                .isEqualTo("search?q=deep+nets&sort=rising&category=cs.LG");
        assertThat(new SearchParameters("deep nets", null, "newest").site(filters))
                .isEqualTo("search?q=deep+nets&category=cs.LG");
    }

    private static Paper listed(int number, int daysAgo) {
        return SamplePaper.of(id(number), NOW.minus(Duration.ofDays(daysAgo))).build();
    }

    private static Hit hit(int number, double relevance) {
        return new Hit(id(number), relevance, 0, false, null);
    }

    private static PaperId id(int number) {
        return SamplePaper.id("2605", number);
    }
}
