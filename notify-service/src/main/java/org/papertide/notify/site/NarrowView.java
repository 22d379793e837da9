package org.papertide.notify.site;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Category;

/**
 * The form that narrows a search, as the template prints it.
 *
 * @param text what is searched for
 * @param sort the order by its name; empty for relevance
 * @param category null for all papers
 * @param narrowing what the fields hold
 * @param problems what is wrong, by field
 */
public record NarrowView(
        String text,
        String sort,
        @Nullable String category,
        Narrowing narrowing,
        Map<String, String> problems) {

    public NarrowView {
        problems = Map.copyOf(problems);
    }

    static NarrowView of(SearchQuestion question) {
        return new NarrowView(
                question.text(),
                question.sortName(),
                question.category(),
                question.narrowing(),
                question.narrowing().problems());
    }

    /** Whether it has something to show. */
    public boolean unfolded() {
        return category != null || !narrowing.isNone();
    }

    /** Empty if nothing is wrong with the category. */
    public String categoryProblem() {
        return category == null || Category.isName(category)
                ? ""
                : "Please give a category such as cs.LG, or an archive such as cs.";
    }

    public List<Day> days() {
        return List.of(
                day("from", "Listed on this day or later", narrowing.from()),
                day("until", "Listed on this day or before", narrowing.until()));
    }

    public boolean withCode() {
        return narrowing.withCode();
    }

    /**
     * A field for a day.
     *
     * @param type of the input: an instant does not fit into a field for days
     * @param problem empty if nothing is wrong
     * @param first whether it is the first with which something is wrong: it has the focus
     */
    public record Day(
            String name, String label, String type, String value, String problem, boolean first) {}

    private Day day(String name, String label, String value) {
        String problem = problems.getOrDefault(name, "");
        return new Day(
                name,
                label,
                Narrowing.fitsDayField(value) ? "date" : "text",
                value,
                problem,
                !problem.isEmpty()
                        && categoryProblem().isEmpty()
                        && (name.equals("from") || !problems.containsKey("from")));
    }
}
