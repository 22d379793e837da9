package org.papertide.ranking.api.readmodel;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.events.Order;
import org.papertide.events.PaperId;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.events.Score;
import org.papertide.events.Window;
import org.papertide.platform.loop.UnavailableException;

/**
 * Reads the stores of this replica: every ranking, present and past, every paper and its score.
 *
 * <p>Every method throws a {@link UnavailableException} while the stores are not available.
 */
@Singleton
public class ReadModel {

    /** Longest chain of papers, each merged into the next one; a longer chain is a circle. */
    private static final int MAX_MERGERS = 8;

    /**
     * How often the stored rankings are looked through for new categories. A ranking that comes is
     * noticed at once; one that is restored passes nobody who could notice it.
     */
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    private static final String ALL = "all";

    private final StoreLookup stores;
    private final CategorySpellings spellings;
    private final Cache<String, Boolean> looked =
            Caffeine.newBuilder().expireAfterWrite(LOOK_EVERY).build();

    /** Finds a store by its name. */
    interface StoreLookup {
        ReadOnlyKeyValueStore<String, byte[]> store(String name);
    }

    @Inject
    ReadModel(ReadModelStream stream, CategorySpellings spellings) {
        this(stream::store, spellings);
    }

    ReadModel(StoreLookup stores, CategorySpellings spellings) {
        this.stores = stores;
        this.spellings = spellings;
    }

    /**
     * The rankings of a moment.
     *
     * @param at the moment
     * @param rankings of the category
     */
    public record Moment(Instant at, StoredPastRankings rankings) {}

    /**
     * The key of a ranking whose category is written in any case: {@code rising/day/cs.lg} becomes
     * {@code rising/day/cs.LG}. A category without a ranking stays as it is.
     */
    public RankingKey correctCase(RankingKey key) {
        String category = key.category();
        if (category == null || findRankingBytes(key) != null) {
            return key;
        }
        // Reads every category's ranking of a month, some ten MB, at most once a minute.
        var _ = looked.get(ALL, _ -> addStoredCategories());
        return new RankingKey(key.order(), key.window(), spellings.correct(category));
    }

    /** The categories of an archive that have a ranking, or the one of this name, in any case. */
    public List<String> findCategories(String name) {
        var _ = looked.get(ALL, _ -> addStoredCategories());
        return spellings.within(name);
    }

    /** A ranked category of an archive that has no ranking itself, such as one of cs. */
    public Optional<String> findWithinArchive(String name) {
        if (!spellings.has(name)) {
            var _ = looked.get(ALL, _ -> addStoredCategories());
        }
        return spellings.has(name) ? Optional.empty() : spellings.within(name).stream().findFirst();
    }

    /** A paper of any ranking is in one of a month. */
    private boolean addStoredCategories() {
        for (Order order : Order.values()) {
            String prefix = new RankingKey(order, Window.MONTH, null) + "/";
            try (KeyValueIterator<String, byte[]> rankings =
                    stores.store(ReadModelStores.RANKINGS)
                            .prefixScan(prefix, new StringSerializer())) {
                rankings.forEachRemaining(ranking -> spellings.add(ranking.key));
            }
        }
        return true;
    }

    /** The present ranking of a key; empty if it never held a paper. */
    public Optional<Ranking> findRanking(RankingKey key) {
        return ranking(findRankingBytes(key));
    }

    /** Decodes the record of a ranking; empty if it is none. */
    public static Optional<Ranking> ranking(byte @Nullable [] source) {
        return read(EventCodec.RANKING, source);
    }

    /** The record of the present ranking, not decoded. */
    public byte @Nullable [] findRankingBytes(RankingKey key) {
        return stores.store(ReadModelStores.RANKINGS).get(key.toString());
    }

    /** The score of a paper under its present identity. */
    public Optional<Score> findScore(PaperId id) {
        return read(EventCodec.SCORE, stores.store(ReadModelStores.SCORES).get(id.value()));
    }

    /** A paper by its present or an earlier id; MERGED only if the paper it became is unknown. */
    public Optional<CataloguedPaper> findPaper(PaperId id) {
        ReadOnlyKeyValueStore<String, byte[]> catalogue = stores.store(ReadModelStores.CATALOGUE);
        CataloguedPaper found = catalogued(catalogue, id);
        for (int i = 0; i < MAX_MERGERS && found != null && found.mergedInto() != null; i++) {
            CataloguedPaper next = catalogued(catalogue, found.mergedInto());
            if (next == null) {
                break;
            }
            found = next;
        }
        return Optional.ofNullable(found);
    }

    /** Whether there is, or was, a paper of this id. */
    public boolean knows(PaperId id) {
        return catalogued(stores.store(ReadModelStores.CATALOGUE), id) != null;
    }

    private static @Nullable CataloguedPaper catalogued(
            ReadOnlyKeyValueStore<String, byte[]> catalogue, PaperId id) {
        byte[] stored = catalogue.get(ReadModelStores.PAPER + id);
        if (stored == null) {
            byte[] present = catalogue.get(ReadModelStores.ALIAS + id);
            if (present != null) {
                String now = new String(present, StandardCharsets.UTF_8);
                stored = catalogue.get(ReadModelStores.PAPER + now);
            }
        }
        return stored == null ? null : CataloguedPaper.fromBytes(stored);
    }

    /** The last stored moment of a category at or before an instant. */
    public Optional<Moment> findMoment(@Nullable String category, Instant at) {
        // Keys of negative seconds sort after all others.
        if (at.getEpochSecond() < 0) {
            return Optional.empty();
        }
        try (KeyValueIterator<String, byte[]> latestFirst =
                stores.store(ReadModelStores.PAST)
                        .reverseRange(
                                ReadModelStores.pastKey(category, 0),
                                ReadModelStores.pastKey(category, at.getEpochSecond()))) {
            return latestFirst.hasNext()
                    ? Optional.of(moment(latestFirst.next()))
                    : Optional.empty();
        }
    }

    /** The first stored moment of a category. */
    public Optional<Instant> findFirstMoment(@Nullable String category) {
        try (KeyValueIterator<String, byte[]> all = past(category, Instant.EPOCH)) {
            return all.hasNext() ? Optional.of(moment(all.next()).at()) : Optional.empty();
        }
    }

    /** Visits the stored moments of a category from an instant on, the oldest first. */
    public void eachMoment(
            @Nullable String category,
            Instant from,
            BiConsumer<Instant, StoredPastRankings> visitor) {
        try (KeyValueIterator<String, byte[]> all = past(category, from)) {
            while (all.hasNext()) {
                Moment moment = moment(all.next());
                visitor.accept(moment.at(), moment.rankings());
            }
        }
    }

    private KeyValueIterator<String, byte[]> past(@Nullable String category, Instant from) {
        return stores.store(ReadModelStores.PAST)
                .range(
                        ReadModelStores.pastKey(category, Math.max(0, from.getEpochSecond())),
                        ReadModelStores.pastKey(category, Long.MAX_VALUE));
    }

    private static Moment moment(KeyValue<String, byte[]> stored) {
        return new Moment(
                Instant.ofEpochSecond(ReadModelStores.second(stored.key)),
                new StoredPastRankings(stored.value));
    }

    private static <T> Optional<T> read(EventCodec<T> codec, byte @Nullable [] bytes) {
        return switch (codec.decode(bytes)) {
            case Decoded.Event<T>(T event) -> Optional.of(event);
            case Decoded.Tombstone<T> _, Decoded.Malformed<T> _ -> Optional.empty();
        };
    }
}
