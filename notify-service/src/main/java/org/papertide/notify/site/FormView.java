package org.papertide.notify.site;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The form of a subscription, as the template prints it: what was entered, hostile as it may be,
 * and what is wrong with it.
 *
 * @param values what the fields hold, by name; a missing one is empty
 * @param problems what is wrong, by field
 */
public record FormView(Map<String, String> values, Map<String, String> problems) {

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

    /** Whether a field that is folded away at first has something to show. */
    public boolean unfolded() {
        return problems.keySet().stream().anyMatch(field -> !field.equals("email"));
    }

    public List<Choice> frequencies() {
        return List.of(
                choice("frequency", "DAILY", "Every day"),
                choice("frequency", "WEEKLY", "Every week"),
                choice("frequency", "INSTANT", "When one takes off"));
    }

    public List<Choice> hours() {
        return IntStream.range(0, 24)
                .mapToObj(hour -> choice("hour", String.valueOf(hour), "%02d:00".formatted(hour)))
                .toList();
    }

    /** Timezones to pick from; any other may be typed. */
    public List<String> zones() {
        return ZONES;
    }

    private Choice choice(String field, String value, String label) {
        return new Choice(value, label, value.equals(value(field)));
    }
}
