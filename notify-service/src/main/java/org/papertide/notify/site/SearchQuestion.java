package org.papertide.notify.site;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Category;
import org.papertide.notify.message.CategoryNames;
import org.papertide.notify.ranking.RankingSearch;
import org.papertide.notify.ranking.RankingSearch.Sort;
import org.papertide.text.PaperText;

/**
 * What a reader asks the search for.
 *
 * @param text in one line, as it was typed
 * @param sort relevance by default
 * @param category or an archive; null for all papers
 * @param narrowing which papers may be found
 * @param limit papers shown
 */
record SearchQuestion(
        String text, Sort sort, @Nullable String category, Narrowing narrowing, int limit) {

    static final int DEFAULT_LIMIT = 20;

    /** What an address asks for; what is absent or wrong has its default. */
    static SearchQuestion read(
            @Nullable String text,
            @Nullable String sort,
            @Nullable String category,
            Narrowing narrowing,
            @Nullable String limit) {
        return new SearchQuestion(
                text == null ? "" : inOneLine(text),
                sort(sort),
                category(category),
                narrowing,
                limit == null || !limit.equals(String.valueOf(RankingSearch.MOST))
                        ? DEFAULT_LIMIT
                        : RankingSearch.MOST);
    }

    private static @Nullable String category(@Nullable String sent) {
        String text = sent == null ? "" : inOneLine(sent);
        if (text.isEmpty()) {
            return null;
        }
        // Cut shorter, a name that is too long would be one.
        return Category.isName(text)
                ? CategoryNames.canonical(text)
                : text.substring(0, Math.min(text.length(), Category.MAX_LENGTH + 1));
    }

    private static Sort sort(@Nullable String name) {
        for (Sort sort : Sort.values()) {
            if (wireName(sort).equals(name)) {
                return sort;
            }
        }
        return Sort.RELEVANCE;
    }

    private static String inOneLine(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .map(point -> Character.isISOControl(point) ? ' ' : point)
                .filter(point -> Character.getType(point) != Character.SURROGATE)
                .forEach(line::appendCodePoint);
        return line.toString().strip();
    }

    /** As others see it: nothing in it hides, turns the direction of a page or piles up on it. */
    String shown() {
        return PaperText.visible(text);
    }

    /** As in an address; empty for the default. */
    String sortName() {
        return sort == Sort.RELEVANCE ? "" : wireName(sort);
    }

    private static String wireName(Sort sort) {
        return sort.name().toLowerCase(Locale.ROOT);
    }

    /** Whether only some of the papers are looked at. */
    boolean isNarrowed() {
        return category != null || !narrowing.isNone();
    }

    /** Whether what narrows it makes sense. */
    boolean isWell() {
        return (category == null || Category.isName(category)) && narrowing.problems().isEmpty();
    }

    boolean isTooLong() {
        return text.length() > RankingSearch.MAX_QUERY;
    }

    RankingSearch.Question asked() {
        return new RankingSearch.Question(
                text,
                sort,
                category,
                narrowing.from(),
                narrowing.until(),
                narrowing.withCode(),
                limit);
    }

    SearchQuestion with(Sort other) {
        return new SearchQuestion(text, other, category, narrowing, limit);
    }

    SearchQuestion with(String other) {
        return new SearchQuestion(other, sort, category, narrowing, limit);
    }

    /** The same with all that is found. */
    SearchQuestion whole() {
        return new SearchQuestion(text, sort, category, narrowing, RankingSearch.MOST);
    }

    /** The address of the page that answers it. */
    String address() {
        StringBuilder address = new StringBuilder("/search");
        add(address, "q", text);
        add(address, "sort", sortName());
        if (category != null) {
            add(address, "category", category);
        }
        narrowing.addTo(address);
        if (limit != DEFAULT_LIMIT) {
            add(address, "limit", String.valueOf(limit));
        }
        return address.toString();
    }

    /** Where ranking-service has its feed, beside the page on the event streams. */
    String feed() {
        StringBuilder address = new StringBuilder("feeds/search.atom");
        add(address, "q", text);
        add(address, "sort", sortName());
        if (category != null) {
            add(address, "category", category);
        }
        narrowing.addTo(address);
        return address.toString();
    }

    /** The address of a form that asks for what was searched. */
    String subscription() {
        StringBuilder address = new StringBuilder("/subscribe");
        add(address, "search", text);
        if (category != null) {
            add(address, "category", category);
        }
        narrowing.addTo(address);
        return address.toString();
    }

    static void add(StringBuilder address, String name, String value) {
        if (!value.isEmpty()) {
            address.append(address.indexOf("?") < 0 ? '?' : '&')
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
