package org.papertide.ranking.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PriorsVersion;

/**
 * A version of the priors as operators and readers see it.
 *
 * @param version its number
 * @param state where it stands
 * @param learntFrom in words
 * @param changes what differs from the version before, in words
 * @param announcedAt when it was last announced
 * @param activeFrom from when on it holds or held; absent if it never was to
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PriorsView(
        int version,
        State state,
        String learntFrom,
        List<String> changes,
        Instant announcedAt,
        @Nullable Instant activeFrom) {

    /** Where a version stands. */
    public enum State {
        /** Scores are made by it. */
        ACTIVE,
        /** Scores say what they would be by it. */
        TRIAL,
        /** It is to hold later. */
        PLANNED,
        /** It held, or was on trial, before a later one. */
        PAST
    }

    static PriorsView of(PriorsVersion version, int active, int newest, Instant now) {
        return new PriorsView(
                version.version(),
                state(version, active, newest, now),
                version.learntFrom(),
                version.changes(),
                version.announcedAt(),
                version.activeFrom());
    }

    private static State state(PriorsVersion version, int active, int newest, Instant now) {
        if (version.version() == active) {
            return State.ACTIVE;
        }
        Instant from = version.activeFrom();
        if (from != null) {
            return from.isAfter(now) ? State.PLANNED : State.PAST;
        }
        boolean trial =
                version.version() == newest
                        && newest > active
                        && version.announcedAt().plus(PriorsVersion.TRIAL).isAfter(now);
        return trial ? State.TRIAL : State.PAST;
    }
}
