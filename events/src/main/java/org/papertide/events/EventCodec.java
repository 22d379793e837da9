package org.papertide.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The wire form of one kind of event: JSON in UTF-8, with CloudEvents 1.0 headers in Kafka's binary
 * mode (CloudEvents Kafka Protocol Binding 1.0.2, section 3.2).
 *
 * <p>Thread-safe. Reading and writing values needs no Kafka client on the class path; headers do.
 * The id of an event is a function of its content, so that a repeated event carries the same id.
 */
public final class EventCodec<T> {

    private static final int MAX_REASON = 300;

    public static final EventCodec<Paper> PAPER =
            new EventCodec<>(
                    Paper.class,
                    "paper",
                    paper -> paper.id().value(),
                    paper -> paper.id() + "@" + paper.revision(),
                    new Moment<>("revision", paper -> Instant.ofEpochSecond(paper.revision())));
    public static final EventCodec<Signal> SIGNAL =
            new EventCodec<>(
                    Signal.class,
                    "signal",
                    signal -> signal.paperId().value(),
                    signal ->
                            "%s/%s/%s@%s"
                                    .formatted(
                                            signal.paperId(),
                                            signal.metric(),
                                            signal.source(),
                                            signal.observedAt()),
                    new Moment<>("observedAt", Signal::observedAt),
                    SignalReader::read);
    public static final EventCodec<Score> SCORE =
            new EventCodec<>(
                    Score.class,
                    "score",
                    score -> score.paper().id().value(),
                    score -> score.paper().id() + "@" + score.observedAt(),
                    new Moment<>("observedAt", Score::observedAt));
    public static final EventCodec<Ranking> RANKING =
            new EventCodec<>(
                    Ranking.class,
                    "ranking",
                    ranking -> ranking.key().toString(),
                    ranking -> ranking.key() + "@" + ranking.asOf(),
                    new Moment<>("asOf", Ranking::asOf));
    public static final EventCodec<PastRankings> PAST_RANKINGS =
            new EventCodec<>(
                    PastRankings.class,
                    "past-rankings",
                    PastRankings::key,
                    past -> past.key() + "@" + past.at(),
                    new Moment<>("at", PastRankings::at));
    public static final EventCodec<Embedding> EMBEDDING =
            new EventCodec<>(
                    Embedding.class,
                    "embedding",
                    embedding -> embedding.paperId().value(),
                    embedding -> embedding.paperId() + "@" + made(embedding),
                    null);
    public static final EventCodec<Breakout> BREAKOUT =
            new EventCodec<>(
                    Breakout.class,
                    "breakout",
                    breakout -> breakout.paper().id().value(),
                    breakout -> breakout.paper().id() + "/" + breakout.level(),
                    new Moment<>("at", Breakout::at));
    public static final EventCodec<Tick> TICK =
            new EventCodec<>(
                    Tick.class,
                    "tick",
                    _ -> "tick",
                    tick -> "tick@" + tick.at(),
                    new Moment<>("at", Tick::at));
    public static final EventCodec<ModelVersion> PRIORS =
            new EventCodec<>(
                    ModelVersion.class,
                    "priors",
                    priors -> Integer.toString(priors.version()),
                    priors -> priors.version() + "@" + priors.announcedAt(),
                    new Moment<>("announcedAt", ModelVersion::announcedAt));
    public static final EventCodec<DeliveryOutcome> DELIVERY =
            new EventCodec<>(
                    DeliveryOutcome.class,
                    "delivery",
                    DeliveryOutcome::delivery,
                    EventCodec::settled,
                    new Moment<>("at", DeliveryOutcome::at));

    private final Class<T> type;
    private final String name;
    private final Function<T, String> key;
    private final Function<T, String> id;
    private final @Nullable Moment<T> moment;
    private final Function<byte[], @Nullable T> quickly;
    private final String eventType;
    private final ObjectReader reader;
    private final ObjectWriter writer;

    /** When what an event tells of was so, and the field that says it; revisions are seconds. */
    private record Moment<T>(String field, Function<T, Instant> of) {}

    private EventCodec(
            Class<T> type,
            String name,
            Function<T, String> key,
            Function<T, String> id,
            @Nullable Moment<T> moment) {
        this(type, name, key, id, moment, _ -> null);
    }

    /** {@code quickly} reads what is in order; what it leaves, the mapper reads or explains. */
    private EventCodec(
            Class<T> type,
            String name,
            Function<T, String> key,
            Function<T, String> id,
            @Nullable Moment<T> moment,
            Function<byte[], @Nullable T> quickly) {
        this.type = type;
        this.name = name;
        this.key = key;
        this.id = id;
        this.moment = moment;
        this.quickly = quickly;
        this.eventType = "org.papertide." + name + ".v1";
        this.reader = EventJson.mapper().readerFor(type);
        this.writer = EventJson.mapper().writerFor(type);
    }

    /** The record key of an event. */
    public String key(T event) {
        return key.apply(event);
    }

    /** The CloudEvents type, such as {@code org.papertide.paper.v1}. */
    public String eventType() {
        return eventType;
    }

    /** The record value of an event: JSON in UTF-8, absent fields left out. */
    public byte[] encode(T event) {
        try {
            return writer.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event record always has a JSON form", e);
        }
    }

    /**
     * The record headers of an event.
     *
     * @param source who produces it, such as {@code /papertide/ingest}
     * @param time when it happened, on the services' clock
     */
    public Headers headers(T event, String source, Instant time) {
        return headers(id.apply(event), source, time);
    }

    /**
     * The record headers of an event that its producer has as bytes only.
     *
     * @param id of the event, a function of its content
     * @param source who produces it, such as {@code /papertide/ingest}
     * @param time when it happened, on the services' clock
     */
    public Headers headers(String id, String source, Instant time) {
        return CloudEventHeaders.of(eventType, id, source, time);
    }

    /**
     * Reads a record's value. Unknown fields are ignored; whatever breaks the contract is {@link
     * Decoded.Malformed}, never an exception.
     */
    public Decoded<T> decode(byte @Nullable [] value) {
        if (value == null) {
            return new Decoded.Tombstone<>();
        }
        try {
            T event = quickly.apply(value);
            if (event == null) {
                event = reader.readValue(value);
            }
            return event == null
                    ? new Decoded.Malformed<>(name + ": null", null)
                    : new Decoded.Event<>(event);
        } catch (JsonMappingException e) {
            return new Decoded.Malformed<>(reason(path(e) + rootMessage(e)), e);
        } catch (IOException e) {
            return new Decoded.Malformed<>(reason("not JSON: " + rootMessage(e)), e);
        }
    }

    /**
     * Reads a record's value as {@link #decode(byte[])} does; an event that is ahead of the clock
     * is {@link Decoded.Malformed}, too. It would be the newest of its key until its time comes.
     *
     * @param clock the services' clock
     * @param tolerance how far ahead of it the producer's may be
     */
    public Decoded<T> decode(byte @Nullable [] value, Instant clock, Duration tolerance) {
        Decoded<T> decoded = decode(value);
        if (moment != null
                && decoded instanceof Decoded.Event<T>(T event)
                && moment.of().apply(event).minus(tolerance).isAfter(clock)) {
            return new Decoded.Malformed<>(
                    "%s: %s: later than the clock, %s".formatted(name, moment.field(), clock),
                    null);
        }
        return decoded;
    }

    @Override
    public String toString() {
        return "EventCodec[" + type.getSimpleName() + "]";
    }

    private String reason(String message) {
        String line = (name + ": " + message).replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= MAX_REASON ? line : line.substring(0, MAX_REASON - 1) + "…";
    }

    /** What became of which mail; it may come back as one thing after another. */
    private static String settled(DeliveryOutcome outcome) {
        String id = outcome.delivery() + "/" + outcome.outcome();
        return outcome.returned() == null ? id : id + "/" + outcome.returned();
    }

    /** From which text, by which models. */
    private static String made(Embedding embedding) {
        StringBuilder made = new StringBuilder(embedding.textHash());
        embedding.vectors().forEach(vector -> made.append('/').append(vector.model().version()));
        return made.toString();
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference : e.getPath()) {
            if (reference.getFieldName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
            } else {
                path.append('[').append(reference.getIndex()).append(']');
            }
        }
        return path.isEmpty() ? "" : path + ": ";
    }

    private static String rootMessage(IOException e) {
        if (e instanceof JsonProcessingException json
                && !(e.getCause() instanceof RuntimeException)) {
            return String.valueOf(json.getOriginalMessage());
        }
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage());
    }
}
