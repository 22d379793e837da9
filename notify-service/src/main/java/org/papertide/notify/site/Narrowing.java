package org.papertide.notify.site;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.papertide.events.InstantText;

/**
 * Which papers a search may find at all, as an address says it: days in UTC such as 2026-01-31, or
 * instants, as addresses of feeds have them.
 *
 * @param from listed then or later; empty for any time
 * @param until listed before, or on that day; empty for any time
 * @param withCode whether only papers with code are found
 */
public record Narrowing(String from, String until, boolean withCode) {

    static final Narrowing NONE = new Narrowing("", "", false);

    private static final int DAY = "2026-01-31".length();

    /** Longer than any instant. */
    private static final int MAX_TEXT = 40;

    static Narrowing read(@Nullable String from, @Nullable String until, @Nullable String code) {
        return new Narrowing(text(from), text(until), "true".equals(code));
    }

    private static String text(@Nullable String sent) {
        String text = sent == null ? "" : sent.strip();
        return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    }

    boolean isNone() {
        return equals(NONE);
    }

    /** What is wrong, by field; empty if nothing. */
    Map<String, String> problems() {
        Optional<Instant> begin = begin(from);
        Optional<Instant> end =
                begin(until).map(at -> isDay(until) ? at.plus(1, ChronoUnit.DAYS) : at);
        boolean fromIsWrong = !from.isEmpty() && begin.isEmpty();
        boolean untilIsWrong = !until.isEmpty() && end.isEmpty();
        String notADay = "Please give a day such as 2026-01-31.";
        if (fromIsWrong && untilIsWrong) {
            return Map.of("from", notADay, "until", notADay);
        }
        if (fromIsWrong) {
            return Map.of("from", notADay);
        }
        if (untilIsWrong) {
            return Map.of("until", notADay);
        }
        return begin.isPresent() && end.isPresent() && !begin.get().isBefore(end.get())
                ? Map.of("until", "Please give a day that is not before the first one.")
                : Map.of();
    }

    private static boolean isDay(String text) {
        return text.length() == DAY;
    }

    private static Optional<Instant> begin(String text) {
        if (text.length() < DAY) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    isDay(text)
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : InstantText.parse(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** As the parameters of an address. */
    void addTo(StringBuilder address) {
        SearchQuestion.add(address, "from", from);
        SearchQuestion.add(address, "until", until);
        SearchQuestion.add(address, "code", withCode ? "true" : "");
    }

    /** Whether a field for days can hold it. */
    static boolean fitsDayField(String text) {
        return text.isEmpty() || (isDay(text) && begin(text).isPresent());
    }
}
