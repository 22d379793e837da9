package org.papertide.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version of what scores are compared with, announced in the log, so that no score changes
 * silently and a replay changes at the same second. Value of {@code priors.v1}, to every partition.
 *
 * <p>Announced without {@code activeFrom} it is on trial for {@link #TRIAL}: scores carry what they
 * would be by it, beside what they are. Announced again with {@code activeFrom} it holds from then
 * on.
 *
 * @param version 1 or more; a later one has a greater number
 * @param learntFrom in words: which data, which period
 * @param changes in words: what differs from the version before, the most important first
 * @param announcedAt when this was said, on the services' clock
 * @param activeFrom from when on it holds; absent while it is on trial
 * @param priors the constants, an object whose fields are the score's own
 */
public record ModelVersion(
        int version,
        String learntFrom,
        List<String> changes,
        Instant announcedAt,
        @Nullable Instant activeFrom,
        JsonNode priors) {

    /** How long a trial lasts: to score everything twice is not for ever. */
    public static final Duration TRIAL = Duration.ofDays(7);

    public ModelVersion {
        Require.between("version", version, 1, Bounds.MAX_VERSION);
        Require.text("learntFrom", learntFrom, Bounds.MAX_REMARK);
        changes = Require.texts("changes", changes, Bounds.MAX_LIST, Bounds.MAX_REMARK);
        Require.instant("announcedAt", announcedAt);
        Require.optionalInstant("activeFrom", activeFrom);
        if (!Require.present("priors", priors).isObject()) {
            throw new IllegalArgumentException("priors: not an object");
        }
    }

    /** The same version, to hold from an instant on. */
    public ModelVersion activated(Instant announced, Instant from) {
        return new ModelVersion(version, learntFrom, changes, announced, from, priors);
    }
}
