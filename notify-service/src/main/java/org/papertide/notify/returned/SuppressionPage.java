package org.papertide.notify.returned;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the suppressed addresses, in the order of their hashes.
 *
 * @param suppressions at most as many as were asked for
 * @param next where the next page begins; absent on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SuppressionPage(List<SuppressionEntry> suppressions, @Nullable String next) {

    public SuppressionPage {
        suppressions = List.copyOf(suppressions);
    }
}
