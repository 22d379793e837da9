package org.papertide.notify.interest;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.platform.hashing.Sha256;

/**
 * What one subscription asks for; always valid.
 *
 * @param frequency how often
 * @param timezone where the hour is meant, and in which dates are shown; see {@link #named}
 * @param hour local hour of the digest, 0 to 23; for instant alerts, of the digest with the rest of
 *     the day
 * @param categories a paper is in one of these, such as {@code cs.LG}, or {@code cs} for all of an
 *     archive; empty for any
 * @param include title or abstract holds one of these words or phrases; empty for any
 * @param exclude neither title nor abstract holds any of these
 * @param authors one of these wrote it; empty for any
 * @param minimumScore least expected further upvote-equivalents in the next 24 hours, 0 to {@value
 *     #MAX_MINIMUM_SCORE}, or none
 * @param limit most papers in a digest, 1 to {@value #MAX_LIMIT}
 * @param theme what papers are to be about; {@link Theme#ANY} for anything
 */
public record Interest(
        Frequency frequency,
        ZoneId timezone,
        int hour,
        List<String> categories,
        List<String> include,
        List<String> exclude,
        List<String> authors,
        @Nullable Double minimumScore,
        int limit,
        Theme theme) {

    public static final int MAX_LIMIT = 50;
    public static final int DEFAULT_LIMIT = 10;

    /** More than any paper gets; a form shows and reads it without an exponent. */
    public static final int MAX_MINIMUM_SCORE = 1_000_000_000;

    public static final int DEFAULT_HOUR = 8;

    /** Most entries in each of the lists. */
    public static final int MAX_ENTRIES = 50;

    /** Longest word, phrase or author, in characters. */
    public static final int MAX_ENTRY = 100;

    /** In whatever papers are about. */
    public Interest(
            Frequency frequency,
            ZoneId timezone,
            int hour,
            List<String> categories,
            List<String> include,
            List<String> exclude,
            List<String> authors,
            @Nullable Double minimumScore,
            int limit) {
        this(
                frequency,
                timezone,
                hour,
                categories,
                include,
                exclude,
                authors,
                minimumScore,
                limit,
                Theme.ANY);
    }

    public Interest {
        timezone = named(timezone);
        categories = List.copyOf(categories);
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        authors = List.copyOf(authors);
        if (hour < 0 || hour > 23) {
            throw new IllegalArgumentException("hour: not 0 to 23");
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit: not 1 to " + MAX_LIMIT);
        }
        if (minimumScore != null && !(minimumScore >= 0 && minimumScore <= MAX_MINIMUM_SCORE)) {
            throw new IllegalArgumentException("minimumScore: not 0 to " + MAX_MINIMUM_SCORE);
        }
    }

    /**
     * The same timezone by one name, the one that readers see: those of a fixed offset have many.
     * {@code Z}, {@code GMT} and {@code Etc/UTC} are {@code UTC}; {@code +02:00} and {@code
     * Etc/GMT-2} are {@code UTC+02:00}.
     */
    public static ZoneId named(ZoneId zone) {
        return zone.normalized() instanceof ZoneOffset offset
                ? ZoneId.ofOffset("UTC", offset)
                : zone;
    }

    /**
     * 128 bits of a hash of frequency and filters, in hex, and behind it the key of the theme, if
     * there is one: equal interests, whatever the hour, have equal keys and so select equal papers.
     *
     * <p>The first part is the whole key of releases that know no themes: the database adds the
     * second one to what they write.
     */
    public String filterKey() {
        String text =
                Stream.of(categories, include, exclude, authors)
                        .map(list -> list.stream().sorted().collect(Collectors.joining("\n")))
                        .collect(Collectors.joining("\n\n"));
        String all = frequency + "\n" + minimumScore + "\n" + limit + "\n" + text;
        String filters = Sha256.hex(all).substring(0, 32);
        return theme.isAny() ? filters : filters + "-" + theme.key();
    }
}
