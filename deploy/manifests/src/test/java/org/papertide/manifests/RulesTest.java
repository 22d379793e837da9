package org.papertide.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RulesTest {

    static java.util.List<Rendering> renderings() {
        return ValueSets.allRendered();
    }

    @ParameterizedTest
    @MethodSource("renderings")
    void holdForEveryInstallation(Rendering rendering) {
        assertThat(
                        Rule.all().stream()
                                .flatMap(rule ->
                                        rule.problems().apply(rendering).stream()
                                                .map(problem -> rule + ": " + problem)))
                .isEmpty();
    }
}
