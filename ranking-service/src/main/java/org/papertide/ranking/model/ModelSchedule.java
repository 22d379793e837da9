package org.papertide.ranking.model;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.papertide.events.ModelVersion;

/**
 * The one rule that decides which announced version is active at an instant, and which is the
 * version on trial that is scored beside it. Immutable.
 *
 * <p>Of the versions that are activated from a second at or before the instant, the latest is
 * active; of two with the same instant, the greater number. On trial is the version with the
 * greatest number, if it is above the active one, was never activated and was announced less than
 * {@link ModelVersion#TRIAL} before. Instants count in whole seconds, the stream's unit of time.
 *
 * <p>A version whose number leaves more than {@value #LONGEST_GAP} numbers out is ignored until
 * others fill the gap. So a record with the greatest possible number, sent by mistake or in malice,
 * leaves numbers for the models to come. The rule looks at all announcements, not at their order,
 * which compaction changes.
 */
public final class ModelSchedule {

    /** The largest distance of a version's number from the one below it, or from 0. */
    public static final int LONGEST_GAP = 1_000;

    private final int shipped;
    private final TreeMap<Integer, ModelVersion> versions = new TreeMap<>();

    /** The state of a version. */
    public enum State {
        /** Scores are computed by it. */
        ACTIVE,
        /** Scores carry a shadow score by it. */
        TRIAL,
        /** It will be active later. */
        PLANNED,
        /** It was active, or on trial, before a later one. */
        PAST
    }

    /**
     * A schedule.
     *
     * @param shipped the version that is active as long as no announced one is
     * @param announced each version by its last announcement
     */
    public ModelSchedule(int shipped, Collection<ModelVersion> announced) {
        this.shipped = shipped;
        versions.putAll(inReach(announced));
    }

    /**
     * The versions by their numbers, without those after a gap.
     *
     * @param announced each version by its last announcement
     */
    public static NavigableMap<Integer, ModelVersion> inReach(Collection<ModelVersion> announced) {
        NavigableMap<Integer, ModelVersion> all = new TreeMap<>();
        announced.forEach(version -> all.put(version.version(), version));
        int last = 0;
        for (int number : all.keySet()) {
            if (number > last + LONGEST_GAP) {
                return all.headMap(number, false);
            }
            last = number;
        }
        return all;
    }

    /** The announced version that is active; empty if it is the shipped one, unannounced. */
    public Optional<ModelVersion> findActive(Instant at) {
        return versions.values().stream()
                .filter(version -> holds(version.activeFrom(), at))
                .max(
                        Comparator.comparing(
                                        ModelVersion::activeFrom,
                                        Comparator.nullsFirst(Comparator.naturalOrder()))
                                .thenComparingInt(ModelVersion::version));
    }

    /** The version on trial, which is scored beside the active one, if there is one. */
    public Optional<ModelVersion> findOnTrial(Instant at) {
        int active = findActive(at).map(ModelVersion::version).orElse(shipped);
        return Optional.ofNullable(versions.lastEntry())
                .map(Map.Entry::getValue)
                .filter(newest -> newest.version() > active)
                .filter(newest -> newest.activeFrom() == null)
                .filter(newest -> isWithinTrial(newest.announcedAt(), at));
    }

    /** The state of an announced version. */
    public State state(ModelVersion version, Instant at) {
        if (is(version, findActive(at))) {
            return State.ACTIVE;
        }
        if (is(version, findOnTrial(at))) {
            return State.TRIAL;
        }
        Instant from = version.activeFrom();
        return from == null || holds(from, at) ? State.PAST : State.PLANNED;
    }

    /** The greatest number that was announced; the shipped one's if none was. */
    public int newest() {
        return versions.isEmpty() ? shipped : versions.lastKey();
    }

    private static boolean is(ModelVersion version, Optional<ModelVersion> other) {
        return other.filter(found -> found.version() == version.version()).isPresent();
    }

    private static boolean holds(@Nullable Instant from, Instant at) {
        return from != null && from.getEpochSecond() <= at.getEpochSecond();
    }

    /** By subtraction from the stream's time: an announced instant may be at the end of time. */
    private static boolean isWithinTrial(Instant announced, Instant at) {
        return announced.getEpochSecond() > at.getEpochSecond() - ModelVersion.TRIAL.toSeconds();
    }
}
