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
 * Fits a model to the papers in the stream's stores and announces it for a trial, with a line for
 * each changed number. It learns from the papers of this replica's partitions: papers are spread by
 * the hash of their identity, so any part of them is a fair sample.
 */
@Singleton
class ModelUpdate {

    private static final Logger LOG = Logger.getLogger(ModelUpdate.class);

    /** The largest relative change of a number in one update. */
    private static final double MOST_SHARE = 0.1;

    private final ModelRegistry registry;
    private final TrainingSample moments;
    private final TrendModel shipped;
    private final Clock clock;

    ModelUpdate(ModelRegistry registry, TrainingSample moments, TrendModel shipped, Clock clock) {
        this.registry = registry;
        this.moments = moments;
        this.shipped = shipped;
        this.clock = clock;
    }

    /** The new version; empty if there was too little data, or if no number changed. */
    Optional<ModelVersion> propose() {
        NavigableMap<Integer, ModelVersion> known = registry.versions();
        TrendModel present =
                new ModelSchedule(shipped.version(), known.values())
                        .findActive(clock.instant())
                        .map(version -> TrendModel.parse(version.priors().toString()))
                        .orElse(shipped);
        List<TrainingMoment> seen = moments.all();
        Refreshed refreshed =
                new ModelRefresh(MOST_SHARE)
                        .refresh(
                                present,
                                seen,
                                "the stream, %,d sightings to %s"
                                        .formatted(seen.size(), clock.instant()));
        if (refreshed.model().equals(present)) {
            LOG.infof("The stream gave nothing new to learn. count=%d", seen.size());
            return Optional.empty();
        }
        int next = known.isEmpty() ? present.version() + 1 : known.lastKey() + 1;
        LOG.infof(
                "A trend model fitted to the stream is announced for a trial. version=%d count=%d",
                next, refreshed.changes().size());
        return registry.propose(refreshed.model().withVersion(next), refreshed.changes());
    }
}
