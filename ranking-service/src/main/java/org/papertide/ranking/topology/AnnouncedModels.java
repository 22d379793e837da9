package org.papertide.ranking.topology;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.events.ModelVersion;
import org.papertide.ranking.model.ModelSchedule;
import org.papertide.ranking.model.TrendModel;
import org.papertide.ranking.model.UnreadableModelException;

/**
 * The models that the log has announced to a partition. {@link ModelSchedule} decides which of them
 * is active; before the first announcement the shipped one is.
 */
final class AnnouncedModels {

    /** Before the number of a version, in the store of the trends. */
    static final String KEY = "\u0000priors/";

    private static final Logger LOG = Logger.getLogger(AnnouncedModels.class);

    private final TrendModel shipped;
    private final KeyValueStore<String, byte[]> store;
    private final Map<Integer, ModelVersion> announced = new HashMap<>();
    private final Map<Integer, TrendModel> models = new HashMap<>();
    private ModelSchedule schedule;

    AnnouncedModels(TrendModel shipped, KeyValueStore<String, byte[]> store) {
        this.shipped = shipped;
        this.store = store;
        this.schedule = new ModelSchedule(shipped.version(), announced.values());
    }

    /** Rebuilds the memory from the store. */
    void load() {
        announced.clear();
        models.clear();
        try (KeyValueIterator<String, byte[]> stored = store.range(KEY, KEY + '\uffff')) {
            while (stored.hasNext()) {
                KeyValue<String, byte[]> each = stored.next();
                if (EventCodec.PRIORS.decode(each.value)
                        instanceof Decoded.Event<ModelVersion>(ModelVersion version)) {
                    remember(version);
                }
            }
        }
        schedule = new ModelSchedule(shipped.version(), announced.values());
    }

    /** An earlier or later release may have announced a model that this one cannot read. */
    private void remember(ModelVersion version) {
        try {
            models.put(version.version(), model(version));
            announced.put(version.version(), version);
        } catch (UnreadableModelException e) {
            LOG.warnf(
                    "An announced trend model cannot be read and is left out. version=%d error=\"%s\"",
                    version.version(), e.getMessage());
        }
    }

    /**
     * Applies an announcement. The last one of a version counts.
     *
     * @throws UnreadableModelException if this service cannot score by it, or it names a known
     *     version with other constants
     */
    void take(ModelVersion version) {
        TrendModel next = model(version);
        TrendModel before = models.get(version.version());
        if (before != null && !before.equals(next)) {
            throw new UnreadableModelException(
                    "priors: version " + version.version() + " was announced with other constants",
                    null);
        }
        models.put(version.version(), next);
        announced.put(version.version(), version);
        schedule = new ModelSchedule(shipped.version(), announced.values());
        store.put(KEY + version.version(), EventCodec.PRIORS.encode(version));
        if (!ModelSchedule.inReach(announced.values()).containsKey(version.version())) {
            LOG.warnf(
                    "An announced trend model leaves out too many numbers and is ignored. version=%d",
                    version.version());
        }
    }

    private static TrendModel model(ModelVersion version) {
        TrendModel model = TrendModel.parse(version.priors().toString());
        if (model.version() != version.version()) {
            throw new UnreadableModelException(
                    "priors: announced as version "
                            + version.version()
                            + ", but are version "
                            + model.version(),
                    null);
        }
        return model;
    }

    /** The model that is active at a second. */
    TrendModel active(long second) {
        return schedule.findActive(Instant.ofEpochSecond(second)).map(this::read).orElse(shipped);
    }

    /** The model that is scored beside it at a second, if there is one. */
    @Nullable TrendModel onTrial(long second) {
        return schedule.findOnTrial(Instant.ofEpochSecond(second)).map(this::read).orElse(null);
    }

    private TrendModel read(ModelVersion version) {
        return Objects.requireNonNull(models.get(version.version()));
    }
}
