package org.papertide.notify.edition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.papertide.events.Breakout;
import org.papertide.notify.SampleEvents;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.PaperVectors;
import org.papertide.notify.interest.Theme;
import org.papertide.notify.subscription.Subscription;

class AlertFiltersTest {

    private static final Instant NOW = Instant.parse("2026-05-04T08:00:00Z");
    private static final int FILTERS = 100_000;

    /** Of so many one names the paper. */
    private static final int ONE_OF = 1_000;

    private final Breakout breakout =
            SampleEvents.breakout(SampleEvents.paper(7, "Tides in the bay"), 60, NOW);

    /** Filters that are made when they are asked for, as the database does. */
    private static final class Made implements AlertFilters.FilterPages {

        private final List<Integer> pages = new ArrayList<>();
        private int made;
        private String last = "";

        @Override
        public List<Subscription> after(String key, int atMost) {
            assertThat(key).isEqualTo(last);
            List<Subscription> page =
                    IntStream.range(made, Math.min(made + atMost, FILTERS))
                            .mapToObj(Made::filter)
                            .toList();
            made += page.size();
            pages.add(page.size());
            last = page.isEmpty() ? "" : page.getLast().filterKey();
            return page;
        }

        private static Subscription filter(int number) {
            List<String> none = List.of();
            return new Subscription(
                    number,
                    new Interest(
                            Frequency.INSTANT,
                            ZoneOffset.UTC,
                            8,
                            none,
                            List.of("word" + number, number % ONE_OF == 0 ? "tides" : "moons"),
                            none,
                            none,
                            null,
                            10,
                            Theme.ANY),
                    NOW,
                    "here");
        }
    }

    @Test
    void holdsAPageOfFiltersAtOnceHoweverManyThereAre() {
        Made made = new Made();
        AlertFilters.Decision decision =
                new AlertFilters(breakout, new PaperVectors(1)).decide(made, _ -> Map.of());

        assertThat(made.made).isEqualTo(FILTERS);
        assertThat(made.pages).allMatch(size -> size <= AlertFilters.PAGE);
        assertThat(decision.isOpen()).isFalse();
        assertThat(decision.passing())
                .singleElement()
                .satisfies(passing -> {
                    assertThat(passing.met()).isNull();
                    assertThat(passing.keys())
                            .hasSize(FILTERS / ONE_OF)
                            .startsWith(Made.filter(0).filterKey());
                });
    }
}
