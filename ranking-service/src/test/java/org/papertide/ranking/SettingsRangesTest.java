package org.papertide.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.papertide.testing.SettingsRanges;

/** Numbers and durations that cannot be end the start, and not a loop later. */
class SettingsRangesTest {

    /** Where zero means something: none, at once, or never. */
    private static final Set<String> MAY_BE_ZERO =
            Set.of(
                    "papertide.clock.offset",
                    "papertide.ranking.standby-replicas",
                    "papertide.ranking.cache-bytes",
                    "papertide.ranking.future-tolerance",
                    "papertide.ranking.unknown-papers",
                    "papertide.ranking.unknown-for",
                    "papertide.registry.learn-every",
                    "papertide.search.patience");

    private static final SettingsRanges SETTINGS = SettingsRanges.ofService();

    @Test
    void theDefaultsAreGood() {
        assertThat(SETTINGS.quantities()).hasSizeGreaterThan(15);
        assertThat(SETTINGS.refusal(Map.of())).isEmpty();
    }

    @Test
    void everyNumberAndDurationHasARange() {
        assertThat(SETTINGS.absurdValuesTaken()).isEmpty();
    }

    @Test
    void zeroIsTakenWhereItMeansSomething() {
        assertThat(SETTINGS.zerosTaken()).containsExactlyInAnyOrderElementsOf(MAY_BE_ZERO);
    }
}
