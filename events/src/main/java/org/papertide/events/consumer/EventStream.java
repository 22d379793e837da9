package org.papertide.events.consumer;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Breakout;
import org.papertide.events.Decoded;
import org.papertide.events.DeliveryOutcome;
import org.papertide.events.Embedding;
import org.papertide.events.EventCodec;
import org.papertide.events.ModelVersion;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.PastRankings;
import org.papertide.events.Ranking;
import org.papertide.events.Score;
import org.papertide.events.Signal;
import org.papertide.events.Topic;

/**
 * A topic, and what its records say. Streams of facts, which are compacted, give changes of a key;
 * streams of what happened give events.
 *
 * @param <E> what a handler gets
 */
public final class EventStream<E> {

    /** Every paper known, from the beginning. */
    public static final EventStream<PaperChange> PAPERS = papers();

    /** Counts as they were observed, 90 days back. */
    public static final EventStream<Signal> SIGNALS = events(Topic.SIGNALS, EventCodec.SIGNAL);

    /** The newest score of every paper that has one. */
    public static final EventStream<Change<Score>> SCORES =
            facts(Topic.SCORES, EventCodec.SCORE, key -> new PaperId(key).value());

    /** The newest ranking of each order, window and category. */
    public static final EventStream<Change<Ranking>> RANKINGS =
            facts(Topic.RANKINGS, EventCodec.RANKING, key -> key);

    /** How rankings stood. */
    public static final EventStream<Change<PastRankings>> PAST_RANKINGS =
            facts(Topic.PAST_RANKINGS, EventCodec.PAST_RANKINGS, key -> key);

    /** What the text of every paper means, as vectors. */
    public static final EventStream<Change<Embedding>> EMBEDDINGS =
            facts(Topic.EMBEDDINGS, EventCodec.EMBEDDING, key -> new PaperId(key).value());

    /** Papers that crossed a bar, 30 days back. */
    public static final EventStream<Breakout> BREAKOUTS =
            events(Topic.BREAKOUTS, EventCodec.BREAKOUT);

    /** The versions of the trend model, each once per partition. */
    public static final EventStream<Change<ModelVersion>> PRIORS =
            facts(Topic.PRIORS, EventCodec.PRIORS, key -> key);

    /** What became of mails, 90 days back. */
    public static final EventStream<DeliveryOutcome> DELIVERIES =
            events(Topic.DELIVERIES, EventCodec.DELIVERY);

    private final Topic topic;
    private final Reader<E> reader;

    EventStream(Topic topic, Reader<E> reader) {
        this.topic = topic;
        this.reader = reader;
    }

    /** Which topic it is. */
    public Topic topic() {
        return topic;
    }

    /**
     * Reads a record. Never a tombstone: where one means something it is a change, elsewhere it is
     * malformed.
     *
     * @param clock the services' clock when the record was produced
     */
    Decoded<E> read(byte @Nullable [] key, byte @Nullable [] value, Instant clock) {
        if (key == null) {
            return new Decoded.Malformed<>("no key", null);
        }
        return reader.read(new String(key, StandardCharsets.UTF_8), value, clock);
    }

    @Override
    public String toString() {
        return topic.baseName();
    }

    /** Reads a record of one stream. */
    interface Reader<E> {
        Decoded<E> read(String key, byte @Nullable [] value, Instant clock);
    }

    private static <T> EventStream<T> events(Topic topic, EventCodec<T> codec) {
        return new EventStream<>(
                topic,
                (key, value, _) ->
                        value == null
                                ? new Decoded.Malformed<>("no value", null)
                                : agreeing(codec, key, codec.decode(value)));
    }

    private static <T> EventStream<Change<T>> facts(
            Topic topic, EventCodec<T> codec, Function<String, String> keys) {
        return new EventStream<>(
                topic,
                (key, value, _) ->
                        switch (agreeing(codec, key, codec.decode(value))) {
                            case Decoded.Event<T>(T event) ->
                                    new Decoded.Event<>(new Change.Put<>(key, event));
                            case Decoded.Tombstone<T> _ ->
                                    ofKey(key, k -> new Change.Gone<>(keys.apply(k)));
                            case Decoded.Malformed<T>(String reason, Throwable cause) ->
                                    new Decoded.Malformed<>(reason, cause);
                        });
    }

    private static EventStream<PaperChange> papers() {
        return new EventStream<>(
                Topic.PAPERS,
                (key, value, clock) ->
                        switch (agreeing(
                                EventCodec.PAPER,
                                key,
                                EventCodec.PAPER.decode(value, clock, Paper.REVISION_TOLERANCE))) {
                            case Decoded.Event<Paper>(Paper paper) ->
                                    new Decoded.Event<>(change(paper));
                            case Decoded.Tombstone<Paper> _ ->
                                    ofKey(key, k -> new PaperChange.Gone(new PaperId(k)));
                            case Decoded.Malformed<Paper>(String reason, Throwable cause) ->
                                    new Decoded.Malformed<>(reason, cause);
                        });
    }

    /** An event under the key of another would be that one's newest. */
    private static <T> Decoded<T> agreeing(EventCodec<T> codec, String key, Decoded<T> decoded) {
        return decoded instanceof Decoded.Event<T>(T event) && !codec.key(event).equals(key)
                ? new Decoded.Malformed<>("key and value disagree", null)
                : decoded;
    }

    private static PaperChange change(Paper paper) {
        PaperId into = paper.mergedInto();
        if (into != null) {
            return new PaperChange.Merged(paper.id(), into, paper);
        }
        return switch (paper.status()) {
            case WITHDRAWN -> new PaperChange.Withdrawn(paper);
            case LISTED, MERGED -> new PaperChange.Listed(paper);
        };
    }

    private static <E> Decoded<E> ofKey(String key, Function<String, E> change) {
        try {
            return new Decoded.Event<>(change.apply(key));
        } catch (IllegalArgumentException e) {
            return new Decoded.Malformed<>("key: " + e.getMessage(), e);
        }
    }
}
