package org.papertide.notify.site;

import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of the front page and of the lists that its script asks for, as they were sent.
 *
 * @param order rising or top
 * @param window day, week or month
 * @param category all papers if absent
 * @param limit how many papers
 */
public record FrontParameters(
        @QueryParam("order") @Nullable String order,
        @QueryParam("window") @Nullable String window,
        @QueryParam("category") @Nullable String category,
        @QueryParam("limit") @Nullable String limit) {

    FrontQuery query() {
        return FrontQuery.read(order, window, category, limit);
    }
}
