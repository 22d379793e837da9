package org.papertide.notify.site;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Category;
import org.papertide.events.Order;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.events.Window;
import org.papertide.notify.message.CategoryNames;

/**
 * Which ranking a reader asks the front page for.
 *
 * @param order rising by default
 * @param window day by default
 * @param category null for all papers
 * @param limit papers shown, 1 to {@value Ranking#MAX_ENTRIES}
 */
record FrontQuery(Order order, Window window, @Nullable String category, int limit) {

    static final int DEFAULT_LIMIT = 25;

    /** What an address asks for; what is absent or wrong has its default. */
    static FrontQuery read(
            @Nullable String order,
            @Nullable String window,
            @Nullable String category,
            @Nullable String limit) {
        return new FrontQuery(
                Optional.ofNullable(order).flatMap(Order::find).orElse(Order.RISING),
                Optional.ofNullable(window).flatMap(Window::find).orElse(Window.DAY),
                category == null || !Category.isName(category)
                        ? null
                        : CategoryNames.canonical(category),
                limit(limit));
    }

    private static int limit(@Nullable String limit) {
        if (limit == null || !limit.matches("\\d{1,6}")) {
            return DEFAULT_LIMIT;
        }
        return Math.clamp(Integer.parseInt(limit), 1, Ranking.MAX_ENTRIES);
    }

    RankingKey key() {
        return new RankingKey(order, window, category);
    }

    FrontQuery with(Order other) {
        return new FrontQuery(other, window, category, limit);
    }

    FrontQuery with(Window other) {
        return new FrontQuery(order, other, category, limit);
    }

    FrontQuery withLimit(int other) {
        return new FrontQuery(order, window, category, other);
    }

    /** The same, with the category as it is written there, if it is there. */
    FrontQuery asIn(List<String> categories) {
        return categories.stream()
                .filter(each -> each.equalsIgnoreCase(category))
                .findFirst()
                .map(each -> new FrontQuery(order, window, each, limit))
                .orElse(this);
    }

    FrontQuery inAllCategories() {
        return new FrontQuery(order, window, null, limit);
    }

    /** Where ranking-service has its feed, beside the page on the event streams. */
    String feed() {
        String path = "feeds/" + order.wireName() + "/" + window.wireName() + ".atom";
        return category == null
                ? path
                : path + "?category=" + URLEncoder.encode(category, StandardCharsets.UTF_8);
    }

    /** What the list is called: "Rising, day, cs.LG". */
    String title() {
        String name = order.wireName() + ", " + window.wireName();
        return Character.toUpperCase(name.charAt(0))
                + name.substring(1)
                + (category == null ? "" : ", " + category);
    }

    /** The address of the page that shows it, below {@code path}. */
    String address(String path) {
        StringBuilder address = new StringBuilder(path);
        address.append("?order=").append(order.wireName());
        address.append("&window=").append(window.wireName());
        if (category != null) {
            address.append("&category=")
                    .append(URLEncoder.encode(category, StandardCharsets.UTF_8));
        }
        if (limit != DEFAULT_LIMIT) {
            address.append("&limit=").append(limit);
        }
        return address.toString();
    }
}
