package org.papertide.local.demo;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query to arXiv's API: {@code id_list}, and of {@code search_query} the categories ({@code
 * cat:}, any of them) and the range of {@code submittedDate:}. Other terms are not understood and
 * match everything.
 */
record ArxivQuery(List<String> ids, List<String> categories, Range range, int start, int count) {

    /** arXiv's own limits. */
    private static final int MAX_RESULTS = 2_000;

    private static final Pattern CATEGORY = Pattern.compile("cat:\"?([A-Za-z.*-]+)");
    private static final Pattern SUBMITTED =
            Pattern.compile("submittedDate:\\[(\\d{8,14}) TO (\\d{8,14})]");
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuuMMddHHmm", Locale.ROOT);

    ArxivQuery {
        ids = List.copyOf(ids);
        categories = List.copyOf(categories);
    }

    /** Submission times, both ends included. */
    record Range(Instant from, Instant to) {
        boolean has(Instant time) {
            return !time.isBefore(from) && !time.isAfter(to);
        }
    }

    /**
     * Reads the query's parameters.
     *
     * @throws IllegalArgumentException for what arXiv refuses too
     */
    static ArxivQuery of(Map<String, String> parameters) {
        String query = parameters.getOrDefault("search_query", "");
        String ids = parameters.getOrDefault("id_list", "");
        Map<String, Boolean> categories = new LinkedHashMap<>();
        for (Matcher found = CATEGORY.matcher(query); found.find(); ) {
            categories.put(found.group(1), true);
        }
        return new ArxivQuery(
                ids.isBlank() ? List.of() : Arrays.asList(ids.strip().split("\\s*,\\s*", -1)),
                List.copyOf(categories.keySet()),
                range(query),
                number(parameters, "start", 0),
                Math.min(MAX_RESULTS, number(parameters, "max_results", 10)));
    }

    ArxivAtom.Page answer(Simulation simulation, Instant now) {
        List<SimulatedPaper> all =
                ids.isEmpty() ? matching(simulation, now) : named(simulation, now);
        int from = Math.min(start, all.size());
        int to = Math.min(from + count, all.size());
        return new ArxivAtom.Page(all.subList(from, to), all.size(), start);
    }

    private List<SimulatedPaper> named(Simulation simulation, Instant now) {
        return ids.stream().map(id -> simulation.find(id, now)).flatMap(Optional::stream).toList();
    }

    private List<SimulatedPaper> matching(Simulation simulation, Instant now) {
        return simulation.announced(now).stream()
                .filter(paper -> range.has(paper.times().submitted()))
                .filter(this::isInCategories)
                .toList();
    }

    private boolean isInCategories(SimulatedPaper paper) {
        return categories.isEmpty()
                || paper.text().categories().stream()
                        .anyMatch(has -> categories.stream().anyMatch(asked -> covers(asked, has)));
    }

    private static boolean covers(String asked, String category) {
        return asked.endsWith("*")
                ? category.startsWith(asked.substring(0, asked.length() - 1))
                : asked.equals(category);
    }

    private static Range range(String query) {
        Matcher found = SUBMITTED.matcher(query);
        return found.find()
                ? new Range(time(found.group(1), "0000"), time(found.group(2), "2359"))
                : new Range(Instant.MIN, Instant.MAX);
    }

    private static Instant time(String digits, String rest) {
        String minute = (digits.length() == 8 ? digits + rest : digits).substring(0, 12);
        return LocalDateTime.parse(minute, MINUTE).toInstant(ZoneOffset.UTC);
    }

    private static int number(Map<String, String> parameters, String name, int otherwise) {
        String text = parameters.get(name);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("\\d{1,6}")) {
            throw new IllegalArgumentException(name + " must be an integer");
        }
        return Integer.parseInt(text);
    }
}
