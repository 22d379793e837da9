package org.papertide.notify.theme;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.subscription.ThemeWait;

/**
 * Texts that were read.
 *
 * @param model that read them; empty if none was asked for
 * @param vectors by text
 * @param waits why they could not be read, if they could not
 */
record Texts(@Nullable String model, Map<String, float[]> vectors, @Nullable ThemeWait waits) {

    static final Texts NONE = new Texts(null, Map.of(), null);

    Texts {
        vectors = Map.copyOf(vectors);
    }

    Optional<float[]> find(String text) {
        return Optional.ofNullable(vectors.get(text));
    }
}
