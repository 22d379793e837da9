package org.papertide.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Selectors of labels. */
final class Selectors {

    private Selectors() {}

    /**
     * Whether a selector with {@code matchLabels} takes these; an empty one takes all, a missing
     * one none.
     */
    static boolean matches(JsonNode selector, Map<String, String> labels) {
        if (selector.isMissingNode()) {
            return false;
        }
        if (selector.has("matchExpressions")) {
            throw new IllegalArgumentException("not understood here: " + selector);
        }
        return matches(Manifest.strings(selector.path("matchLabels")), labels);
    }

    static boolean matches(Map<String, String> wanted, Map<String, String> labels) {
        return labels.entrySet().containsAll(wanted.entrySet());
    }
}
