package org.papertide.ranking.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.events.ModelVersion;
import org.papertide.ranking.model.ModelSchedule;

/**
 * A version of the model as operators and readers see it.
 *
 * @param version its number
 * @param state its state
 * @param learntFrom in words
 * @param changes what differs from the version before, in words
 * @param announcedAt when it was last announced
 * @param activeFrom since when it is or was active, or will be; absent if it was never activated
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelView(
        int version,
        ModelSchedule.State state,
        String learntFrom,
        List<String> changes,
        Instant announcedAt,
        @Nullable Instant activeFrom) {

    static ModelView of(ModelVersion version, ModelSchedule schedule, Instant now) {
        return new ModelView(
                version.version(),
                schedule.state(version, now),
                version.learntFrom(),
                version.changes(),
                version.announcedAt(),
                version.activeFrom());
    }
}
