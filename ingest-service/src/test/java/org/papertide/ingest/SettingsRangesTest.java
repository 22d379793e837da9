package org.papertide.ingest;

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
                    "papertide.imports.reasons",
                    "papertide.imports.database-patience",
                    "papertide.source.arxiv.spacing");

    private static final SettingsRanges SETTINGS = SettingsRanges.ofService();

    @Test
    void theDefaultsAreGood() {
        assertThat(SETTINGS.quantities()).hasSizeGreaterThan(25);
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
