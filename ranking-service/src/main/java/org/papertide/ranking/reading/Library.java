package org.papertide.ranking.reading;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.events.PaperId;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.events.Score;
import org.papertide.ranking.topology.StreamClient;

/** What this replica knows for readers: all rankings and all scores. */
@Singleton
class Library {

    private final StreamClient stream;

    Library(StreamClient stream) {
        this.stream = stream;
    }

    /**
     * The ranking of a key, if it ever held a paper.
     *
     * @throws ProblemException if the stream is not there yet
     */
    Optional<Ranking> findRanking(RankingKey key) {
        return read(EventCodec.RANKING, store(ReadStores.RANKINGS).get(key.toString()));
    }

    /**
     * The score of a paper under any identity that it has or had.
     *
     * @throws ProblemException if the stream is not there yet
     */
    Optional<Score> findScore(PaperId id) {
        ReadOnlyKeyValueStore<String, byte[]> scores = store(ReadStores.SCORES);
        byte[] score = scores.get(ReadStores.PAPER + id);
        if (score == null) {
            byte[] present = scores.get(ReadStores.ALIAS + id);
            if (present == null) {
                return Optional.empty();
            }
            score = scores.get(ReadStores.PAPER + new String(present, StandardCharsets.UTF_8));
        }
        return read(EventCodec.SCORE, score);
    }

    /** A paper's past scores as this replica has seen them, at most one an hour, oldest first. */
    List<PointInTime> history(PaperId id) {
        return PointInTime.read(store(ReadStores.SCORES).get(ReadStores.HISTORY + id));
    }

    private ReadOnlyKeyValueStore<String, byte[]> store(String name) {
        KafkaStreams client =
                stream.findStreams()
                        .orElseThrow(() ->
                                Problems.unavailable(
                                        stream.findMissing().orElse("stream: starting")));
        try {
            return client.store(
                    StoreQueryParameters.fromNameAndType(
                            name, QueryableStoreTypes.keyValueStore()));
        } catch (InvalidStateStoreException e) {
            throw Problems.unavailable("stream: " + client.state());
        }
    }

    private static <T> Optional<T> read(EventCodec<T> codec, byte @Nullable [] bytes) {
        return switch (codec.decode(bytes)) {
            case Decoded.Event<T>(T event) -> Optional.of(event);
            case Decoded.Tombstone<T> _, Decoded.Malformed<T> _ -> Optional.empty();
        };
    }
}
