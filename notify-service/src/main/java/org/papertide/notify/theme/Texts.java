package org.papertide.notify.theme;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.ranking.TextReader.Meaning;
import org.papertide.notify.subscription.ThemeWait;

/**
 * Texts that were read, all by one model.
 *
 * @param model that read them; empty if none was read
 * @param meanings by text; those that were not read are left out
 * @param refused the texts that cannot be read
 * @param waits why the others could not be read, if there are any
 */
record Texts(
        @Nullable String model,
        Map<String, Meaning> meanings,
        Set<String> refused,
        @Nullable ThemeWait waits) {

    static final Texts NONE = new Texts(null, Map.of(), Set.of(), null);

    Texts {
        meanings = Map.copyOf(meanings);
        refused = Set.copyOf(refused);
    }

    /** Why these texts, of which some were not read, wait. */
    ThemeWait waits(List<String> texts) {
        return texts.stream().anyMatch(refused::contains)
                ? ThemeWait.REFUSED
                : Objects.requireNonNullElse(waits, ThemeWait.RANKING);
    }

    Optional<Meaning> find(String text) {
        return Optional.ofNullable(meanings.get(text));
    }
}
