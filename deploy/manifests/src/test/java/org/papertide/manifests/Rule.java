package org.papertide.manifests;

import java.util.List;
import java.util.function.Function;

/**
 * What holds for every installation.
 *
 * @param name a sentence, as it stands in the report
 * @param problems what breaks it, each with its object; empty is good
 */
record Rule(String name, Function<Rendering, List<String>> problems) {

    /** Every rule there is. */
    static List<Rule> all() {
        return List.of(
                        ObjectRules.RULES,
                        PodRules.RULES,
                        ReferenceRules.RULES,
                        NetworkRules.RULES,
                        SettingRules.RULES,
                        KafkaRules.RULES,
                        DatabaseRules.RULES)
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
