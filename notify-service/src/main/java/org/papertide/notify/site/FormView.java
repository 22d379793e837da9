package org.papertide.notify.site;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.IntStream;
import org.papertide.notify.interest.Amount;
import org.papertide.notify.interest.Interest;

/**
 * The form of a subscription, as the template prints it: what was entered, hostile as it may be,
 * and what is wrong with it.
 *
 * @param values what the fields hold, by name; a missing one is empty
 * @param problems what is wrong, by field
 * @param untouched whether nobody has chosen anything yet, so that the timezone may be guessed
 * @param parted whether what a line does not want was moved to its own field just now
 */
public record FormView(
        Map<String, String> values,
        Map<String, String> problems,
        boolean untouched,
        boolean parted) {

    private static final String HOUR_OF_DIGESTS = "At";
    private static final String HOUR_OF_ALERTS = "Rest of the day's alerts at";

    private static final List<String> ZONES =
            List.of(
                    "UTC",
                    "Africa/Cairo",
                    "Africa/Johannesburg",
                    "Africa/Lagos",
                    "Africa/Nairobi",
                    "America/Argentina/Buenos_Aires",
                    "America/Bogota",
                    "America/Chicago",
                    "America/Denver",
                    "America/Los_Angeles",
                    "America/Mexico_City",
                    "America/New_York",
                    "America/Sao_Paulo",
                    "America/Toronto",
                    "Asia/Dubai",
                    "Asia/Hong_Kong",
                    "Asia/Jakarta",
                    "Asia/Kolkata",
                    "Asia/Seoul",
                    "Asia/Shanghai",
                    "Asia/Singapore",
                    "Asia/Tehran",
                    "Asia/Tokyo",
                    "Australia/Sydney",
                    "Europe/Amsterdam",
                    "Europe/Athens",
                    "Europe/Berlin",
                    "Europe/Istanbul",
                    "Europe/London",
                    "Europe/Madrid",
                    "Europe/Paris",
                    "Europe/Rome",
                    "Europe/Stockholm",
                    "Europe/Warsaw",
                    "Europe/Zurich",
                    "Pacific/Auckland");

    /** The fields in the order of the form, and what they are called. */
    private static final SequencedMap<String, String> LABELS = labels();

    private static final Set<String> WITH_HINT =
            Set.of("about", "like", "categories", "include", "minimumScore");

    private static final Set<String> FOLDED =
            Set.of(
                    "notAbout",
                    "like",
                    "amount",
                    "include",
                    "exclude",
                    "authors",
                    "limit",
                    "minimumScore");

    private static SequencedMap<String, String> labels() {
        SequencedMap<String, String> labels = new LinkedHashMap<>();
        labels.put("email", "Email address");
        labels.put("frequency", "How often");
        labels.put("hour", HOUR_OF_DIGESTS);
        labels.put("timezone", "Timezone");
        labels.put("about", "What papers should be about, in your words");
        labels.put("categories", "Categories");
        labels.put("amount", "How many of those");
        labels.put("notAbout", "What they should not be about");
        labels.put("like", "Papers that they should be like");
        labels.put("include", "With any of these words");
        labels.put("exclude", "Without these words");
        labels.put("authors", "Written by any of");
        labels.put("limit", "Papers in a digest");
        labels.put("minimumScore", "Only papers expected to gain at least");
        return labels;
    }

    /** Of a form in which somebody has chosen. */
    FormView(Map<String, String> values, Map<String, String> problems) {
        this(values, problems, false);
    }

    FormView(Map<String, String> values, Map<String, String> problems, boolean untouched) {
        this(values, problems, untouched, false);
    }

    /** The same, which says whether a line was parted. */
    FormView telling(boolean isParted) {
        return new FormView(values, problems, untouched, isParted);
    }

    public FormView {
        values = Map.copyOf(values);
        problems = Map.copyOf(problems);
    }

    /**
     * A choice of a list.
     *
     * @param value what is sent
     * @param label what is read
     * @param chosen whether it is selected
     */
    public record Choice(String value, String label, boolean chosen) {}

    /** What a field holds. */
    public String value(String field) {
        return values.getOrDefault(field, "");
    }

    /** What is wrong with a field; empty if nothing. */
    public String problem(String field) {
        return problems.getOrDefault(field, "");
    }

    /** Whether something is wrong with a field. */
    public boolean bad(String field) {
        return problems.containsKey(field);
    }

    /**
     * Whether it is the first field of the form with which something is wrong: it has the focus.
     */
    public boolean firstBad(String field) {
        return LABELS.keySet().stream()
                .filter(this::bad)
                .findFirst()
                .filter(field::equals)
                .isPresent();
    }

    /** The ids of what describes a field, those only that are on the page; empty if none is. */
    public String describedBy(String field) {
        List<String> ids = new ArrayList<>();
        if (WITH_HINT.contains(field) || (parted && field.equals("notAbout"))) {
            ids.add(field + "-hint");
        }
        if (bad(field)) {
            ids.add(field + "-problem");
        }
        return String.join(" ", ids);
    }

    /** What is wrong, in the order of the fields, and last what concerns none of them. */
    public List<Complaint> complaints() {
        List<Complaint> complaints = new ArrayList<>();
        LABELS.forEach((field, label) -> {
            if (bad(field)) {
                complaints.add(new Complaint(field, label, problem(field)));
            }
        });
        problems.keySet().stream()
                .filter(field -> !LABELS.containsKey(field))
                .sorted()
                .forEach(field -> complaints.add(new Complaint("", "", problem(field))));
        return complaints;
    }

    /**
     * What is wrong with a field.
     *
     * @param field its id; empty if it concerns no field of the form
     * @param label what the field is called
     * @param text what is wrong, and what would be right
     */
    public record Complaint(String field, String label, String text) {}

    /** Whether a field that is folded away at first has something to show. */
    public boolean unfolded() {
        return FOLDED.stream().anyMatch(field -> bad(field) || !isDefault(field));
    }

    private boolean isDefault(String field) {
        String value = value(field);
        return value.isBlank()
                || (field.equals("limit") && value.equals(String.valueOf(Interest.DEFAULT_LIMIT)))
                || (field.equals("amount") && value.equals(Amount.SOME.name()));
    }

    public List<Choice> frequencies() {
        return List.of(
                choice("frequency", "DAILY", "Every day"),
                choice("frequency", "WEEKLY", "Every week"),
                choice("frequency", "INSTANT", "When one takes off"));
    }

    public List<Choice> amounts() {
        return List.of(
                choice("amount", "FEW", "Few: only the nearest"),
                choice("amount", "SOME", "Some: those that are near"),
                choice("amount", "MANY", "Many: also those that are less near"));
    }

    public List<Choice> hours() {
        return IntStream.range(0, 24)
                .mapToObj(hour -> choice("hour", String.valueOf(hour), "%02d:00".formatted(hour)))
                .toList();
    }

    /** What a field is called. */
    public String label(String field) {
        return field.equals("hour") && value("frequency").equals("INSTANT")
                ? HOUR_OF_ALERTS
                : LABELS.getOrDefault(field, field);
    }

    /** What the hour is called where digests are chosen. */
    public String hourOfDigests() {
        return HOUR_OF_DIGESTS;
    }

    /** What the hour is called where alerts are chosen. */
    public String hourOfAlerts() {
        return HOUR_OF_ALERTS;
    }

    /** Timezones to pick from; any other may be typed. */
    public List<String> zones() {
        return ZONES;
    }

    private Choice choice(String field, String value, String label) {
        return new Choice(value, label, value.equals(value(field)));
    }
}
