package org.papertide.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.papertide.ingest.source.arxiv.ArxivSettings;
import org.papertide.testing.SettingsRanges;

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
        assertThat(SETTINGS.absurdValuesTaken()).isEmpty();
    }

    /**
     * The database ends a transaction that waits for Kafka for 60 s, and all is published again.
     */
    @Test
    void recordsAreAcknowledgedWithinTheTransactionThatWaitsForThem() {
        assertThat(SETTINGS.refusal(Map.of("papertide.outbox.delivery-timeout", "PT40S")))
                .isEmpty();
        assertThat(SETTINGS.refusal(Map.of("papertide.outbox.delivery-timeout", "PT41S")))
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("papertide.outbox.delivery-timeout"));
    }

    /** The name is that of the signals' source, for which events and tables have bounds. */
    @Test
    void aTokenIsForASourceThatCanBe() {
        assertThat(SETTINGS.refusal(Map.of("papertide.signals.tokens.\"likes.example-1\"", "s")))
                .isEmpty();
        for (String source : List.of("Likes", "two words", "x".repeat(65))) {
            assertThat(SETTINGS.refusal(Map.of("papertide.signals.tokens.\"" + source + "\"", "s")))
                    .as(source)
                    .hasValueSatisfying(reason -> assertThat(reason).contains("signals.tokens"));
        }
    }

    /** arXiv would be asked for what it cannot have, at each run. */
    @Test
    void categoriesAreNamesWithCommasBetween() {
        String setting = "papertide.source.arxiv.categories";
        assertThat(
                        SETTINGS.config(Map.of(setting, "cs.AI, hep-th ,cs.LG"))
                                .getConfigMapping(ArxivSettings.class)
                                .categories())
                .containsExactly("cs.AI", "hep-th", "cs.LG");
        for (String categories : List.of("cs.AI cs.LG", "cs.AI;cs.LG", "cs.AI,cs/LG")) {
            assertThat(SETTINGS.refusal(Map.of(setting, categories)))
                    .as(categories)
                    .hasValueSatisfying(reason -> assertThat(reason).contains(setting));
        }
    }

    @Test
    void zeroIsTakenWhereItMeansSomething() {
        assertThat(SETTINGS.zerosTaken()).containsExactlyInAnyOrderElementsOf(MAY_BE_ZERO);
    }
}
