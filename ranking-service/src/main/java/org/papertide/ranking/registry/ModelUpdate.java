package org.papertide.ranking.registry;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.papertide.events.ModelVersion;
import org.papertide.ranking.model.ModelSchedule;
import org.papertide.ranking.model.TrendModel;
import org.papertide.ranking.model.training.ModelRefresh;
import org.papertide.ranking.model.training.ModelRefresh.Refreshed;
import org.papertide.ranking.model.training.ModelRefresh.TrainingMoment;
import org.papertide.ranking.topology.TrainingSample;

/**
 * Teaches priors by what the stream has seen and puts them on trial, with a line for each number
 * that changed. It learns from the papers of this replica's partitions: papers are spread by the
 * hash of their identity, so any part of them is a fair sample.
 */
@Singleton
class ModelUpdate {

    private static final Logger LOG = Logger.getLogger(ModelUpdate.class);

    /** By how much of itself a number may change at once. */
    private static final double MOST_SHARE = 0.1;

    private final ModelRegistry log;
    private final TrainingSample sightings;
    private final TrendModel shipped;
    private final Clock clock;

    ModelUpdate(ModelRegistry log, TrainingSample sightings, TrendModel shipped, Clock clock) {
        this.log = log;
        this.sightings = sightings;
        this.shipped = shipped;
        this.clock = clock;
    }

    /** What is on trial from now on; nothing if there was too little to learn from, or no news. */
    Optional<ModelVersion> teach() {
        NavigableMap<Integer, ModelVersion> known = log.versions();
        TrendModel present =
                new ModelSchedule(shipped.version(), known.values())
                        .findActive(clock.instant())
                        .map(version -> TrendModel.parse(version.priors().toString()))
                        .orElse(shipped);
        List<TrainingMoment> seen = sightings.all();
        Refreshed refreshed =
                new ModelRefresh(MOST_SHARE)
                        .refresh(
                                present,
                                seen,
                                "the stream, %,d sightings to %s"
                                        .formatted(seen.size(), clock.instant()));
        if (refreshed.priors().equals(present)) {
            LOG.infof("The stream taught nothing new. sightings=%d", seen.size());
            return Optional.empty();
        }
        int next = known.isEmpty() ? present.version() + 1 : known.lastKey() + 1;
        LOG.infof(
                "Priors that the stream taught go on trial. version=%d changes=%d",
                next, refreshed.changes().size());
        return log.propose(refreshed.priors().withVersion(next), refreshed.changes());
    }
}
