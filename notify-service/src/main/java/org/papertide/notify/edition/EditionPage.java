package org.papertide.notify.edition;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the editions, the newest first.
 *
 * @param editions at most as many as were asked for
 * @param next where the next page begins; absent on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EditionPage(List<EditionEntry> editions, @Nullable String next) {

    public EditionPage {
        editions = List.copyOf(editions);
    }
}
