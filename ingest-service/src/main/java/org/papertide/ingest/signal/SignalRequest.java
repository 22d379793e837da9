package org.papertide.ingest.signal;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Bounds;
import org.papertide.events.PaperId;

/**
 * One event as a client sends it: exactly one of {@code value} (a reading) and {@code increment}.
 *
 * @param eventId the client's own, so that an event sent again counts once; required for increments
 * @param paperId any spelling of an arXiv id or DOI, or a {@code title:} identity
 * @param metric such as {@code UPVOTES}; unknown ones are published too
 * @param value the count so far
 * @param increment by how much the count rose
 * @param observedAt when; absent: now
 * @param source who counts; absent: the name that the client's token is for
 */
record SignalRequest(
        @Nullable String eventId,
        @Nullable String paperId,
        @Nullable String metric,
        @Nullable Long value,
        @Nullable Long increment,
        @Nullable Instant observedAt,
        @Nullable String source) {

    private static final int MAX_EVENT_ID = 200;
    private static final Pattern METRIC = Pattern.compile("[A-Z][A-Z0-9_]*");
    private static final Pattern SOURCE = Pattern.compile("[a-z0-9][a-z0-9._-]*");

    /**
     * The event, checked.
     *
     * @param tokenSource the source that the client may speak for; null: any
     * @throws IllegalArgumentException naming the field that is wrong
     */
    PushedEvent checked(@Nullable String tokenSource, Instant now) {
        String id = eventId == null ? null : text("eventId", eventId, MAX_EVENT_ID);
        PaperId paper = paper(required("paperId", paperId));
        String name = matching("metric", required("metric", metric), METRIC);
        String who = source(tokenSource);
        Instant at = observedAt == null ? now : observedAt;
        ObservationTime.implausible(at, now)
                .ifPresent(reason -> {
                    throw new IllegalArgumentException("observedAt: " + reason);
                });
        if ((value == null) == (increment == null)) {
            throw new IllegalArgumentException("value, increment: exactly one of them");
        }
        if (value != null) {
            return new PushedEvent.Reading(paper, name, who, id, count("value", value, 0), at);
        }
        return new PushedEvent.Increment(
                paper,
                name,
                who,
                required("eventId", id),
                count("increment", required("increment", increment), 1),
                at);
    }

    private String source(@Nullable String tokenSource) {
        if (tokenSource == null) {
            return matching("source", required("source", source), SOURCE);
        }
        if (source != null && !source.equals(tokenSource)) {
            throw new IllegalArgumentException("source: this token is for " + tokenSource);
        }
        return tokenSource;
    }

    private static PaperId paper(String text) {
        if (text.startsWith("title:")) {
            return new PaperId(text);
        }
        return PaperId.findArxiv(text)
                .or(() -> PaperId.findDoi(text))
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "paperId: neither arXiv id, DOI nor title: identity"));
    }

    private static long count(String field, long count, long least) {
        if (count < least || count > Bounds.MAX_COUNT) {
            throw new IllegalArgumentException(
                    "%s: %d is not in %d to %d".formatted(field, count, least, Bounds.MAX_COUNT));
        }
        return count;
    }

    private static String matching(String field, String text, Pattern pattern) {
        if (!pattern.matcher(text(field, text, Bounds.MAX_WORD)).matches()) {
            throw new IllegalArgumentException(field + ": not of the form " + pattern);
        }
        return text;
    }

    private static String text(String field, String text, int limit) {
        if (text.isBlank() || text.length() > limit) {
            throw new IllegalArgumentException(field + ": not 1 to " + limit + " characters");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(field + ": has control characters");
        }
        return text;
    }

    private static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(field + ": missing");
        }
        return value;
    }
}
