package org.papertide.ranking.topology;

import io.opentelemetry.api.trace.SpanKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Breakout;
import org.papertide.events.DeadLetter;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.events.Metric;
import org.papertide.events.ModelVersion;
import org.papertide.events.Paper;
import org.papertide.events.Signal;
import org.papertide.events.Tick;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.platform.loop.LogOnce;
import org.papertide.platform.tracing.Traces;
import org.papertide.ranking.model.TrendModel;
import org.papertide.ranking.model.UnreadableModelException;

/**
 * The first stage as a Kafka processor: reads bytes, hands them to the partition's {@link
 * PartitionState}, and sends what cannot be read or applied to the dead letters. No record ends the
 * thread: it would end each one that replaces it, too.
 */
final class ScoringProcessor
        implements Processor<byte[], byte[], byte[], StageOutput>, ScoringOutput {

    private static final Logger LOG = Logger.getLogger(ScoringProcessor.class);

    /** The inputs of the first stage. */
    static final List<Topic> INPUTS =
            List.of(Topic.PAPERS, Topic.SIGNALS, Topic.TICKS, Topic.PRIORS);

    private final TrendModel model;
    private final StreamRules rules;
    private final StreamCounts counts;
    private final CommitPace pace;
    private final Traces traces;
    private final RecentTraces recent = new RecentTraces();
    private final Map<String, Topic> inputs = new HashMap<>();
    private final LogOnce log = new LogOnce();

    private @Nullable ProcessorContext<byte[], StageOutput> context;
    private @Nullable PartitionState papers;
    private boolean visible;

    ScoringProcessor(
            Topics topics,
            TrendModel model,
            StreamRules rules,
            StreamCounts counts,
            CommitPace pace,
            Traces traces) {
        this.model = model;
        this.rules = rules;
        this.counts = counts;
        this.pace = pace;
        this.traces = traces;
        for (Topic topic : INPUTS) {
            inputs.put(topics.name(topic), topic);
        }
    }

    @Override
    public void init(ProcessorContext<byte[], StageOutput> given) {
        context = given;
        papers =
                new PartitionState(
                        given.taskId().partition(),
                        model,
                        rules,
                        given.getStateStore(RankingTopology.PAPERS),
                        given.getStateStore(RankingTopology.TRENDS),
                        this,
                        counts);
        papers.load();
        pace.lookAfter(given, (_, _) -> wasVisible());
    }

    @Override
    public void process(Record<byte[], byte[]> message) {
        RecordMetadata metadata =
                context()
                        .recordMetadata()
                        .orElseThrow(() -> new IllegalStateException("no record metadata"));
        Topic topic = inputs.get(metadata.topic());
        if (topic == null) {
            throw new IllegalStateException("not an input: " + metadata.topic());
        }
        DeadLetter.Origin origin =
                new DeadLetter.Origin(metadata.topic(), metadata.partition(), metadata.offset());
        String trace = traces.of(message.headers());
        if (trace == null) {
            applyOrBury(topic, origin, message);
        } else {
            applyTraced(topic, origin, message, trace);
        }
        visible = true;
        pace.done(message.timestamp());
    }

    private void applyTraced(
            Topic topic, DeadLetter.Origin origin, Record<byte[], byte[]> message, String trace) {
        byte[] key = message.key();
        String paper = key == null ? "" : new String(key, StandardCharsets.UTF_8);
        try (Traces.Step step =
                traces.goOn("score", SpanKind.CONSUMER, trace)
                        .with("paper", paper)
                        .with("topic", topic.baseName())) {
            String next = step.trace();
            if (next != null) {
                recent.note(paper, next, context().currentSystemTimeMs());
            }
            applyOrBury(topic, origin, message);
        }
    }

    private void applyOrBury(
            Topic topic, DeadLetter.Origin origin, Record<byte[], byte[]> message) {
        try {
            String refusal = apply(topic, message);
            if (refusal != null) {
                bury(
                        topic,
                        DeadLetter.of(
                                origin,
                                message.key(),
                                message.value(),
                                message.headers(),
                                refusal));
            }
        } catch (RuntimeException | StackOverflowError e) {
            if (!Failures.isInputs(e)) {
                throw e;
            }
            if (log.isNew(String.valueOf(e))) {
                LOG.warnf(
                        e,
                        "A record cannot be applied: it goes to the dead letters. origin=%s",
                        origin);
            }
            bury(
                    topic,
                    DeadLetter.of(origin, message.key(), message.value(), message.headers(), e));
        }
    }

    /** What is wrong with the record, if anything. */
    private @Nullable String apply(Topic topic, Record<byte[], byte[]> message) {
        return switch (topic) {
            case PAPERS -> paper(message);
            case SIGNALS -> signal(message);
            case TICKS -> tick(message);
            case PRIORS -> model(message);
            default -> throw new IllegalStateException("not an input: " + topic);
        };
    }

    private boolean wasVisible() {
        boolean was = visible;
        visible = false;
        return was;
    }

    private @Nullable String paper(Record<byte[], byte[]> message) {
        return switch (EventCodec.PAPER.decode(
                message.value(), clock(message), Paper.REVISION_TOLERANCE)) {
            case Decoded.Malformed<Paper> malformed -> malformed.reason();
            case Decoded.Tombstone<Paper> _ -> {
                if (message.key() == null) {
                    yield "paper: neither key nor value";
                }
                papers().paperDeleted(new String(message.key(), StandardCharsets.UTF_8));
                yield null;
            }
            case Decoded.Event<Paper>(Paper paper) -> {
                if (!isKey(message.key(), paper.id().value())) {
                    yield "paper: the key is not its id";
                }
                papers().paper(paper, clock(message));
                counts.paperDelay.record(Duration.between(clock(message), clock()));
                yield null;
            }
        };
    }

    private @Nullable String signal(Record<byte[], byte[]> message) {
        Instant clock = clock(message);
        return switch (EventCodec.SIGNAL.decode(
                message.value(), orTick(clock), rules.futureTolerance())) {
            case Decoded.Malformed<Signal> malformed -> malformed.reason();
            case Decoded.Tombstone<Signal> _ -> "signal: no value";
            case Decoded.Event<Signal>(Signal signal) -> {
                if (!isKey(message.key(), signal.paperId().value())) {
                    yield "signal: the key is not its paper's id";
                }
                if (signal.observedAt().isBefore(Instant.EPOCH)) {
                    yield "signal: observedAt: before 1970";
                }
                if (Metric.find(signal.metric()).isEmpty()) {
                    counts.unknownMetrics.increment();
                } else {
                    papers().signal(signal, clock);
                    counts.signalDelay.record(Duration.between(signal.observedAt(), clock()));
                }
                yield null;
            }
        };
    }

    private @Nullable String tick(Record<byte[], byte[]> message) {
        return switch (EventCodec.TICK.decode(
                message.value(), clock(message), StreamRules.CLOCK_TOLERANCE)) {
            case Decoded.Malformed<Tick> malformed -> malformed.reason();
            case Decoded.Tombstone<Tick> _ -> "tick: no value";
            case Decoded.Event<Tick>(Tick tick) -> {
                papers().tick(tick.at());
                yield null;
            }
        };
    }

    private @Nullable String model(Record<byte[], byte[]> message) {
        return switch (EventCodec.PRIORS.decode(message.value())) {
            case Decoded.Malformed<ModelVersion> malformed -> malformed.reason();
            case Decoded.Tombstone<ModelVersion> _ -> "priors: no value";
            case Decoded.Event<ModelVersion>(ModelVersion version) -> {
                try {
                    papers().model(version);
                    yield null;
                } catch (UnreadableModelException e) {
                    if (log.isNew(String.valueOf(e.getMessage()))) {
                        LOG.warnf(
                                "An announced trend model is rejected. version=%d error=\"%.300s\"",
                                version.version(), e.getMessage());
                    }
                    yield e.getMessage();
                }
            }
        };
    }

    /** The services' clock when the record was produced: the same in each replay. */
    private Instant clock(Record<byte[], byte[]> message) {
        return Instant.ofEpochMilli(message.timestamp()).plus(rules.clockOffset());
    }

    /** The services' clock now: for what operators are told, and for no score. */
    private Instant clock() {
        return Instant.ofEpochMilli(context().currentSystemTimeMs()).plus(rules.clockOffset());
    }

    private Instant orTick(Instant clock) {
        Instant tick = Instant.ofEpochSecond(papers().now());
        return tick.isAfter(clock) ? tick : clock;
    }

    private static boolean isKey(byte @Nullable [] key, String id) {
        return key != null && new String(key, StandardCharsets.UTF_8).equals(id);
    }

    private void bury(Topic topic, DeadLetter letter) {
        counts.deadLetter(topic);
        send(
                letter.key(),
                new StageOutput.ToTopic(topic.deadLetters(), letter.value()),
                letter.headers());
    }

    @Override
    public void score(String paperId, byte[] json, Instant observedAt) {
        send(
                utf8(paperId),
                new StageOutput.ToTopic(Topic.SCORES, json),
                traced(
                        paperId,
                        EventCodec.SCORE.headers(
                                paperId + "@" + observedAt, RankingTopology.SOURCE, observedAt)));
    }

    @Override
    public void scoreGone(String paperId) {
        send(utf8(paperId), new StageOutput.ToTopic(Topic.SCORES, null), null);
    }

    @Override
    public void breakout(Breakout breakout) {
        counts.breakouts.increment();
        send(
                utf8(EventCodec.BREAKOUT.key(breakout)),
                new StageOutput.ToTopic(Topic.BREAKOUTS, EventCodec.BREAKOUT.encode(breakout)),
                traced(
                        breakout.paper().id().value(),
                        EventCodec.BREAKOUT.headers(
                                breakout, RankingTopology.SOURCE, breakout.at())));
    }

    @Override
    public void merge(MergeInput input) {
        Headers headers =
                input instanceof MergeInput.Candidate candidate
                        ? traced(candidate.id(), new RecordHeaders())
                        : null;
        send(input.key(), new StageOutput.ToMerge(input.toBytes()), headers);
    }

    /** With the trace in which something of the paper came lately, if there is one. */
    private Headers traced(String paper, Headers headers) {
        Traces.add(recent.find(paper, context().currentSystemTimeMs()), headers);
        return headers;
    }

    /** Kafka's own time of a record is always the machine's. */
    private void send(byte @Nullable [] key, StageOutput value, @Nullable Headers headers) {
        context().forward(new Record<>(key, value, context().currentSystemTimeMs(), headers));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private ProcessorContext<byte[], StageOutput> context() {
        if (context == null) {
            throw new IllegalStateException("not initialised");
        }
        return context;
    }

    private PartitionState papers() {
        if (papers == null) {
            throw new IllegalStateException("not initialised");
        }
        return papers;
    }
}
