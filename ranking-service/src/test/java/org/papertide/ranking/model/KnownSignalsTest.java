package org.papertide.ranking.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.papertide.events.EventJson;
import org.papertide.testing.KnownCases;

/** Signals whose oddness moved a score. */
@EnabledIf(
        value = "org.papertide.testing.KnownCases#arePresent",
        disabledReason = "known cases do not lie beside the checkout")
class KnownSignalsTest {

    private static final Instant NOW = Instant.parse("2026-11-25T20:00:00Z");
    private static final Instant LISTED = Instant.parse("2026-11-25T00:00:00Z");

    private final TrendScore score = new TrendScore(TrendModel.shipped());
    private final PaperFacts facts = new PaperFacts(LISTED, LISTED, "cs.LG", 4, 20L, false);

    private double rising(String name, String paper) throws IOException {
        SignalHistory signals = SignalHistory.none();
        for (JsonNode each : EventJson.mapper().readTree(KnownCases.text(name))) {
            if (each.get("paperId").textValue().equals(paper)) {
                signals =
                        signals.with(
                                each.get("metric").textValue(),
                                each.get("source").textValue(),
                                each.get("value").longValue(),
                                Instant.parse(each.get("observedAt").textValue()));
            }
        }
        assertThat(signals).isNotEqualTo(SignalHistory.none());
        return score.assess(facts, signals, NOW).rising();
    }

    @Test
    void aCountThatDipsToNothingAndComesBackIsNoGain() throws IOException {
        assertThat(rising("74-glitch-signals-a.json", "2611.99401"))
                .isLessThan(1.5 * rising("74-glitch-signals-b.json", "2611.99402"));
    }

    @Test
    void manySourcesOfMentionsPushNoUpvotesOut() throws IOException {
        double seven = rising("90-eight-mention-sources.json", "2611.99502");
        assertThat(seven).isGreaterThan(10);
        assertThat(rising("90-eight-mention-sources.json", "2611.99501"))
                .isGreaterThan(0.95 * seven);
    }
}
