package org.papertide.ranking.topology;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.events.PriorsVersion;
import org.papertide.ranking.model.Priors;
import org.papertide.ranking.model.UnreadablePriorsException;

/**
 * The versions of the priors that the log has announced to a partition: which of them holds at a
 * second, and which is on trial. Before any is announced those hold that the service ships.
 */
final class Models {

    /** Before the number of a version, in the store of the trends. */
    static final String KEY = "\u0000priors/";

    private static final Logger LOG = Logger.getLogger(Models.class);

    private final Priors shipped;
    private final KeyValueStore<String, byte[]> store;
    private final TreeMap<Integer, Known> known = new TreeMap<>();

    private record Known(PriorsVersion announced, Priors priors) {

        boolean holdsAt(long second) {
            Instant from = announced.activeFrom();
            return from != null && from.getEpochSecond() <= second;
        }

        boolean isOnTrialAt(long second) {
            return announced.activeFrom() == null
                    && announced.announcedAt().plus(PriorsVersion.TRIAL).getEpochSecond() > second;
        }
    }

    Models(Priors shipped, KeyValueStore<String, byte[]> store) {
        this.shipped = shipped;
        this.store = store;
    }

    /** Rebuilds from the store what is held in memory. */
    void load() {
        known.clear();
        try (KeyValueIterator<String, byte[]> stored = store.range(KEY, KEY + '\uffff')) {
            while (stored.hasNext()) {
                KeyValue<String, byte[]> each = stored.next();
                if (EventCodec.PRIORS.decode(each.value)
                        instanceof Decoded.Event<PriorsVersion>(PriorsVersion version)) {
                    remember(version);
                }
            }
        }
    }

    /** What an earlier or later release announced may be in a form that this one cannot read. */
    private void remember(PriorsVersion version) {
        try {
            known.put(version.version(), known(version));
        } catch (UnreadablePriorsException e) {
            LOG.warnf(
                    "Announced priors cannot be scored by here and are passed over. version=%d reason=\"%s\"",
                    version.version(), e.getMessage());
        }
    }

    /**
     * Takes an announcement; of several of one version the last one counts.
     *
     * @throws UnreadablePriorsException if this service cannot score by it, or it names a known
     *     version and says other constants
     */
    void take(PriorsVersion version) {
        Known next = known(version);
        Known before = known.get(version.version());
        if (before != null && !before.priors().equals(next.priors())) {
            throw new UnreadablePriorsException(
                    "priors: version " + version.version() + " was announced with other constants",
                    null);
        }
        known.put(version.version(), next);
        store.put(KEY + version.version(), EventCodec.PRIORS.encode(version));
    }

    private static Known known(PriorsVersion version) {
        Priors priors = Priors.parse(version.priors().toString());
        if (priors.version() != version.version()) {
            throw new UnreadablePriorsException(
                    "priors: announced as version "
                            + version.version()
                            + ", but are version "
                            + priors.version(),
                    null);
        }
        return new Known(version, priors);
    }

    /** What holds at a second: the version that came to hold last. */
    Priors active(long second) {
        return known.values().stream()
                .filter(each -> each.holdsAt(second))
                .max(
                        Comparator.comparing(
                                        (Known each) -> each.announced().activeFrom(),
                                        Comparator.nullsFirst(Comparator.naturalOrder()))
                                .thenComparingInt(each -> each.announced().version()))
                .map(Known::priors)
                .orElse(shipped);
    }

    /** What is on trial at a second: the newest version, if it is newer than what holds. */
    @Nullable Priors trial(long second) {
        Map.Entry<Integer, Known> newest = known.lastEntry();
        return newest == null
                        || newest.getKey() <= active(second).version()
                        || !newest.getValue().isOnTrialAt(second)
                ? null
                : newest.getValue().priors();
    }
}
