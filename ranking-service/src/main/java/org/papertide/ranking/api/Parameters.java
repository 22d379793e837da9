package org.papertide.ranking.api;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Order;
import org.papertide.events.PaperId;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.events.Window;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.ProblemException;
import org.papertide.ranking.api.feed.FeedFormat;

/** Reads the parameters of requests; what is wrong with one is a problem that names it. */
final class Parameters {

    private static final int DEFAULT_LIMIT = 50;
    private static final int DATE = "2026-05-04".length();
    private static final Pattern CATEGORY = Pattern.compile("[A-Za-z][A-Za-z0-9.-]{0,63}");

    private Parameters() {}

    static RankingKey key(
            @Nullable String order, @Nullable String window, @Nullable String category) {
        return new RankingKey(order(order), window(window), category(category));
    }

    static Order order(@Nullable String text) {
        return text == null || text.isEmpty()
                ? Order.RISING
                : Order.find(text).orElseThrow(() -> wrong("order", "rising or top"));
    }

    static Window window(@Nullable String text) {
        return text == null || text.isEmpty()
                ? Window.DAY
                : Window.find(text).orElseThrow(() -> wrong("window", "day, week or month"));
    }

    static @Nullable String category(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (!CATEGORY.matcher(text).matches()) {
            throw wrong("category", "a category such as cs.LG");
        }
        return text;
    }

    static int limit(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= Ranking.MAX_ENTRIES) {
                return limit;
            }
        } catch (NumberFormatException _) {
            // Told below, with what would be right.
        }
        throw wrong("limit", "a number from 1 to " + Ranking.MAX_ENTRIES);
    }

    /**
     * An instant of the past, or the end of a day in UTC; of the present day, now.
     *
     * @return null if there is none
     */
    static @Nullable Instant asOf(@Nullable String text, Instant now) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        Instant begin = instant(text);
        if (begin.isAfter(now)) {
            throw wrong("asOf", "in the past; it is " + now + " now");
        }
        Instant end = text.length() > DATE ? begin : begin.plus(Duration.ofDays(1));
        return end.isAfter(now) ? now : end;
    }

    private static Instant instant(String text) {
        try {
            return text.length() > DATE
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException _) {
            throw wrong("asOf", "a date such as 2026-05-04 or an instant as 2026-05-04T08:00:00Z");
        }
    }

    static FeedFormat format(String text) {
        return FeedFormat.find(text).orElseThrow(() -> wrong("format", "atom, rss or json"));
    }

    /** Where a walk through a ranking goes on; at its start if there is no cursor. */
    static Cursor cursor(@Nullable String text, RankingKey key, @Nullable String asOf) {
        return text == null || text.isEmpty()
                ? Cursor.start()
                : Cursor.read(text, key, asOf)
                        .orElseThrow(() ->
                                wrong("cursor", "the one of the page before, of the same ranking"));
    }

    /** A paper's identity, in any usual spelling. */
    static PaperId paperId(String text) {
        if (text.length() <= PaperId.MAX_LENGTH) {
            try {
                return new PaperId(text);
            } catch (IllegalArgumentException _) {
                // Perhaps in another spelling.
            }
            return PaperId.findArxiv(text)
                    .or(() -> PaperId.findDoi(text))
                    .orElseThrow(Parameters::noIdentity);
        }
        throw noIdentity();
    }

    private static ProblemException noIdentity() {
        return wrong("id", "an identity such as arxiv:2409.01234, doi:10.… or title:…");
    }

    private static ProblemException wrong(String parameter, String right) {
        // The member "parameter" came before "errors"; clients of v1 may read it.
        return new ProblemException(
                Problem.field(parameter, "must be " + right).with("parameter", parameter));
    }
}
