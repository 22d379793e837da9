package org.papertide.ingest.source;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a source stood after its last run; kept over restarts.
 *
 * @param source its name
 * @param state how it stands
 * @param position where it goes on; the source's own text (JSON), opaque to all others
 * @param lastRun when it last ran
 * @param lastSuccess when it last gave a complete answer
 * @param lastNew when it last had something new
 * @param nextRun not before when it runs again
 * @param failures runs in a row without an answer
 * @param message what is to be known about it, for operators; without credentials. Some of it is
 *     the other side's text: it is made one line, without what the database refuses, and cut
 */
public record SourceStatus(
        String source,
        SourceState state,
        @Nullable String position,
        @Nullable Instant lastRun,
        @Nullable Instant lastSuccess,
        @Nullable Instant lastNew,
        @Nullable Instant nextRun,
        int failures,
        @Nullable String message) {

    /** Longest message, in characters. */
    private static final int MAX_MESSAGE = 1_000;

    public SourceStatus {
        if (message != null) {
            message =
                    SingleLineText.of(
                            message.length() > MAX_MESSAGE
                                    ? message.substring(0, MAX_MESSAGE - 1) + "…"
                                    : message);
        }
    }

    /** A source that never ran. */
    public static SourceStatus unknown(String source) {
        return new SourceStatus(
                source, SourceState.QUIET, null, null, null, null, null, 0, "never ran");
    }

    /**
     * After an answer, or one page of it.
     *
     * @param next where the source goes on
     * @param complete whether the source has given all that it has
     * @param isNew whether the run has had anything new
     * @param flaw what is missing or unreadable in the answer; absent if nothing is
     */
    public SourceStatus answered(
            SourceState newState,
            String next,
            Instant now,
            boolean complete,
            boolean isNew,
            @Nullable String flaw) {
        return new SourceStatus(
                source,
                newState,
                next,
                now,
                complete ? now : lastSuccess,
                isNew ? now : lastNew,
                null,
                0,
                flaw);
    }

    /** After an answer that there is nothing today. */
    public SourceStatus onHoliday(String next, String reason, Instant now) {
        return new SourceStatus(
                source, SourceState.HOLIDAY, next, now, now, lastNew, null, 0, reason);
    }

    /** After a run without an answer: the position stays. */
    public SourceStatus failed(SourceState newState, String reason, Instant now) {
        return new SourceStatus(
                source, newState, position, now, lastSuccess, lastNew, null, failures + 1, reason);
    }

    /** With another position, if there is one. */
    public SourceStatus goingOn(@Nullable String next) {
        return next == null
                ? this
                : new SourceStatus(
                        source,
                        state,
                        next,
                        lastRun,
                        lastSuccess,
                        lastNew,
                        nextRun,
                        failures,
                        message);
    }

    /** While it is switched off. */
    public SourceStatus disabled() {
        return new SourceStatus(
                source,
                SourceState.DISABLED,
                position,
                lastRun,
                lastSuccess,
                lastNew,
                null,
                failures,
                message);
    }

    /** With the time of the next run. */
    public SourceStatus withNextRun(Instant at) {
        return new SourceStatus(
                source, state, position, lastRun, lastSuccess, lastNew, at, failures, message);
    }
}
