package org.papertide.events;

import java.util.Map;

/**
 * What a score would be by the candidate model.
 *
 * @param model the version on trial
 * @param score as in {@link Score}
 * @param windows as in {@link Score}
 */
public record ShadowScore(String model, double score, Map<Window, WindowScore> windows) {

    public ShadowScore {
        Require.word("model", model);
        Require.number("score", score);
        windows = Require.map("windows", windows);
    }
}
