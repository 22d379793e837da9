package org.papertide.ranking.api;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.events.PaperId;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.events.Score;
import org.papertide.ranking.http.ProblemException;

/**
 * What this replica knows for readers: all rankings, present and past, all papers and their scores.
 *
 * <p>Every method throws a {@link ProblemException} if the stream is not there yet.
 */
@Singleton
class Library {

    /** A paper that was merged into one that was merged, and so on: more is a circle. */
    private static final int MOST_MERGERS = 8;

    private final Stores stores;

    /** Where a store is found by its name. */
    interface Stores {
        ReadOnlyKeyValueStore<String, byte[]> store(String name);
    }

    @Inject
    Library(ReadingStream stream) {
        this(stream::store);
    }

    Library(Stores stores) {
        this.stores = stores;
    }

    /**
     * The rankings of a moment.
     *
     * @param at the moment
     * @param rankings of the category
     */
    record Moment(Instant at, PastMoment rankings) {}

    /** The ranking of a key, if it ever held a paper. */
    Optional<Ranking> findRanking(RankingKey key) {
        return ranking(findRankingBytes(key));
    }

    /** A ranking as it came, if it is one. */
    static Optional<Ranking> ranking(byte @Nullable [] source) {
        return read(EventCodec.RANKING, source);
    }

    /** The same as it came. */
    byte @Nullable [] findRankingBytes(RankingKey key) {
        return stores.store(ReadStores.RANKINGS).get(key.toString());
    }

    /** The score of a paper under its present identity. */
    Optional<Score> findScore(PaperId id) {
        return read(EventCodec.SCORE, stores.store(ReadStores.SCORES).get(id.value()));
    }

    /** A paper under any identity that it has or had; as MERGED only if the other is not known. */
    Optional<CataloguedPaper> findPaper(PaperId id) {
        ReadOnlyKeyValueStore<String, byte[]> catalogue = stores.store(ReadStores.CATALOGUE);
        CataloguedPaper found = catalogued(catalogue, id);
        for (int i = 0; i < MOST_MERGERS && found != null && found.mergedInto() != null; i++) {
            CataloguedPaper next = catalogued(catalogue, found.mergedInto());
            if (next == null) {
                break;
            }
            found = next;
        }
        return Optional.ofNullable(found);
    }

    private static @Nullable CataloguedPaper catalogued(
            ReadOnlyKeyValueStore<String, byte[]> catalogue, PaperId id) {
        byte[] stored = catalogue.get(ReadStores.PAPER + id);
        if (stored == null) {
            byte[] present = catalogue.get(ReadStores.ALIAS + id);
            if (present != null) {
                String now = new String(present, StandardCharsets.UTF_8);
                stored = catalogue.get(ReadStores.PAPER + now);
            }
        }
        return stored == null ? null : CataloguedPaper.fromBytes(stored);
    }

    /** The last moment of a category that is known, at or before an instant. */
    Optional<Moment> findMoment(@Nullable String category, Instant at) {
        // The keys of negative seconds sort behind all others.
        if (at.getEpochSecond() < 0) {
            return Optional.empty();
        }
        try (KeyValueIterator<String, byte[]> latestFirst =
                stores.store(ReadStores.PAST)
                        .reverseRange(
                                ReadStores.pastKey(category, 0),
                                ReadStores.pastKey(category, at.getEpochSecond()))) {
            return latestFirst.hasNext()
                    ? Optional.of(moment(latestFirst.next()))
                    : Optional.empty();
        }
    }

    /** The first moment of a category that is known. */
    Optional<Instant> findFirstMoment(@Nullable String category) {
        try (KeyValueIterator<String, byte[]> all = past(category, Instant.EPOCH)) {
            return all.hasNext() ? Optional.of(moment(all.next()).at()) : Optional.empty();
        }
    }

    /** Goes through the moments of a category from an instant on, the oldest first. */
    void eachMoment(
            @Nullable String category, Instant from, BiConsumer<Instant, PastMoment> visitor) {
        try (KeyValueIterator<String, byte[]> all = past(category, from)) {
            while (all.hasNext()) {
                Moment moment = moment(all.next());
                visitor.accept(moment.at(), moment.rankings());
            }
        }
    }

    private KeyValueIterator<String, byte[]> past(@Nullable String category, Instant from) {
        return stores.store(ReadStores.PAST)
                .range(
                        ReadStores.pastKey(category, Math.max(0, from.getEpochSecond())),
                        ReadStores.pastKey(category, Long.MAX_VALUE));
    }

    private static Moment moment(KeyValue<String, byte[]> stored) {
        return new Moment(
                Instant.ofEpochSecond(ReadStores.second(stored.key)), new PastMoment(stored.value));
    }

    private static <T> Optional<T> read(EventCodec<T> codec, byte @Nullable [] bytes) {
        return switch (codec.decode(bytes)) {
            case Decoded.Event<T>(T event) -> Optional.of(event);
            case Decoded.Tombstone<T> _, Decoded.Malformed<T> _ -> Optional.empty();
        };
    }
}
