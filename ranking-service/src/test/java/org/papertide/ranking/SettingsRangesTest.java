package org.papertide.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.papertide.testing.SettingsRanges;
import org.papertide.testing.SettingsRanges.Quantity;

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
                    "papertide.ranking.priors.learn-every");

    private static final SettingsRanges SETTINGS = SettingsRanges.ofService();

    @Test
    void theDefaultsAreGood() {
        assertThat(SETTINGS.quantities()).hasSizeGreaterThan(15);
        assertThat(SETTINGS.refusal(Map.of())).isEmpty();
    }

    @Test
    void everyNumberAndDurationHasARange() {
        for (Quantity each : SETTINGS.quantities()) {
            for (String value : each.absurd()) {
                assertThat(SETTINGS.refusal(Map.of(each.name(), value)))
                        .as("%s=%s", each.name(), value)
                        .hasValueSatisfying(reason -> assertThat(reason).contains(each.name()));
            }
        }
    }

    @Test
    void zeroIsTakenWhereItMeansSomething() {
        List<String> taken =
                SETTINGS.quantities().stream()
                        .filter(each ->
                                SETTINGS.refusal(Map.of(each.name(), each.zero())).isEmpty())
                        .map(Quantity::name)
                        .toList();
        assertThat(taken).containsExactlyInAnyOrderElementsOf(MAY_BE_ZERO);
    }
}
