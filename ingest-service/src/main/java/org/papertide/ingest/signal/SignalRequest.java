package org.papertide.ingest.signal;

import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.validator.constraints.Range;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Bounds;
import org.papertide.events.PaperId;

/**
 * One event as a client sends it: exactly one of {@code value} (the count so far) and {@code
 * increment}. Until it was validated, nothing in it is valid.
 *
 * @param eventId the client's own, so that an event sent again counts once; required for increments
 * @param paperId any spelling of an arXiv id or DOI, the address of the paper's page, or a {@code
 *     title:} identity
 * @param metric such as {@code UPVOTES}; unknown ones are published too
 * @param value the count so far
 * @param increment by how much the count rose
 * @param observedAt when; absent: now
 * @param source who counts; absent: the name that the client's token is for
 */
@CompleteSignal
record SignalRequest(
        @Schema(
                        description =
                                "The client's own id of this event, so that an event sent again"
                                        + " counts once. Required with increment.",
                        examples = "like-4711")
                @Pattern(
                        regexp = "(?!\\s*+$)[^\\p{Cc}\\p{Cs}]{1,200}",
                        message = "Please give 1 to 200 characters, none of them a control.")
                @Nullable String eventId,
        @Schema(
                        description =
                                "Any spelling of an arXiv id or DOI, the address of the paper's"
                                        + " page, or a title: identity; a text, for the number"
                                        + " 2409.10230 loses its last digit.",
                        examples = "arxiv:2409.01234",
                        required = true)
                @AnyPaperId
                @Nullable String paperId,
        @Schema(
                        description =
                                "UPVOTES, COMMENTS, GITHUB_STARS, HN_POINTS, HN_COMMENTS, CITATIONS,"
                                        + " MENTIONS; others are published too.",
                        examples = "UPVOTES",
                        required = true)
                @Pattern(
                        regexp = "[A-Z][A-Z0-9_]{0,63}",
                        message =
                                "Please give a name such as UPVOTES: capital letters, digits and"
                                        + " underscores, at most 64.")
                @Nullable String metric,
        @Schema(
                        description = "The count so far",
                        examples = "42",
                        minimum = "0",
                        maximum = "" + Bounds.MAX_COUNT)
                @Range(
                        min = 0,
                        max = Bounds.MAX_COUNT,
                        message = "Please give a whole number from {min} to {max}.")
                @Nullable Long value,
        @Schema(
                        description = "By how much the count rose",
                        examples = "1",
                        minimum = "1",
                        maximum = "" + Bounds.MAX_COUNT)
                @Range(
                        min = 1,
                        max = Bounds.MAX_COUNT,
                        message = "Please give a whole number from {min} to {max}.")
                @Nullable Long increment,
        @Schema(description = "When it was counted; default: now") @Nullable Instant observedAt,
        @Schema(
                        description =
                                "Who counts. The operator names any; a source's token speaks for its"
                                        + " own source, which may be left out.",
                        examples = "likes")
                @Pattern(
                        regexp = SOURCE,
                        message =
                                "Please give a name such as likes: small letters, digits, dots,"
                                        + " hyphens and underscores, at most 64.")
                @Nullable String source) {

    /** The name of a source. */
    static final String SOURCE = "[a-z0-9][a-z0-9._-]{0,63}";

    static final String MISSING = "Please give one.";

    /** Longer texts name no paper; what is read by an expression has a limit. */
    private static final int MAX_PAPER_ID = 2 * PaperId.MAX_LENGTH;

    /**
     * The event.
     *
     * @param tokenSource the source that the client may speak for; null: any
     * @param now when it was observed, unless it says
     * @throws IllegalArgumentException if the request is not valid
     */
    PushedEvent event(@Nullable String tokenSource, Instant now) {
        PaperId paper = findPaper(required("paperId", paperId)).orElseThrow();
        String name = required("metric", metric);
        String who = tokenSource == null ? required("source", source) : tokenSource;
        Instant at = observedAt == null ? now : observedAt;
        return value != null
                ? new PushedEvent.Observed(paper, name, who, eventId, value, at)
                : new PushedEvent.Increment(
                        paper,
                        name,
                        who,
                        required("eventId", eventId),
                        required("increment", increment),
                        at);
    }

    /**
     * The paper that a text names, in any spelling, or by the address of its page; of arXiv's
     * identities those alone that arXiv can have given.
     */
    static Optional<PaperId> findPaper(String text) {
        return text.length() > MAX_PAPER_ID
                ? Optional.empty()
                : PaperId.findInText(text)
                        .filter(id -> !id.isArxiv() || PaperId.findArxiv(id.value()).isPresent());
    }

    private static <T> T required(String field, @Nullable T given) {
        if (given == null) {
            throw new IllegalArgumentException(field + ": missing");
        }
        return given;
    }
}
