package org.papertide.ranking.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PriorsTest {

    private final String json = Priors.shipped().toJson();

    @Test
    void comeBackFromTheirJson() {
        assertThat(Priors.parse(json)).isEqualTo(Priors.shipped());
    }

    @Test
    void refusesAnotherFormatByName() {
        assertRefused(json.replace("\"format\" : 1", "\"format\" : 2"), "format: 2");
    }

    @Test
    void refusesTruncatedPriors() {
        assertRefused(json.substring(0, json.length() / 2), "priors");
        assertRefused("", "priors");
    }

    @Test
    void refusesAMissingFieldByName() {
        assertRefused(json.replace("\"fadeHours\"", "\"fade\""), "fade");
    }

    @Test
    void refusesANumberOutOfRange() {
        assertRefused(
                json.replaceFirst("\"fadeHours\" : [0-9.]+", "\"fadeHours\" : 0"), "fadeHours");
    }

    private static void assertRefused(String json, String message) {
        assertThatThrownBy(() -> Priors.parse(json))
                .isInstanceOf(UnreadablePriorsException.class)
                .hasMessageContaining(message);
    }
}
