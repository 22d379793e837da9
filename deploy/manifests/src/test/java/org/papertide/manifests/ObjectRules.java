package org.papertide.manifests;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What holds for objects of every kind. */
final class ObjectRules {

    static final List<Rule> RULES =
            List.of(
                    new Rule(
                            "every field of every object is known, and its version current",
                            ObjectRules::fields),
                    new Rule("no object stands twice", ObjectRules::once),
                    new Rule("every object says what it is part of", ObjectRules::labels));

    private ObjectRules() {}

    private static List<String> fields(Rendering rendering) {
        List<String> problems = new ArrayList<>();
        for (Manifest object : rendering.objects()) {
            Models.problem(object).ifPresent(what -> problems.add(object + ": " + what));
        }
        return problems;
    }

    private static List<String> once(Rendering rendering) {
        Set<String> seen = new HashSet<>();
        return rendering.objects().stream()
                .map(Manifest::toString)
                .filter(each -> !seen.add(each))
                .toList();
    }

    private static List<String> labels(Rendering rendering) {
        return rendering.objects().stream()
                .filter(object ->
                        !"papertide".equals(object.labels().get("app.kubernetes.io/part-of"))
                                || !object.labels().containsKey("app.kubernetes.io/instance")
                                || !object.tree().at("/metadata/namespace").isMissingNode())
                .map(object -> object + ": labels, or a namespace of its own")
                .toList();
    }
}
