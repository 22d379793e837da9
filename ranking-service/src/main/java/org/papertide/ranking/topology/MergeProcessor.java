package org.papertide.ranking.topology;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventCodec;
import org.papertide.events.PastRankings;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.events.Topic;
import org.papertide.platform.loop.LogOnce;
import org.papertide.platform.tracing.Traces;

/**
 * The second stage as a Kafka processor. It passes the partitions' messages to a {@link
 * RankingMerge} and publishes the rankings several times a second.
 *
 * <p>The machine's clock decides when it publishes; the log decides what. A replay passes an hour
 * in seconds, and must not publish each ranking 3,600 times.
 */
final class MergeProcessor
        implements Processor<byte[], byte[], byte[], StageOutput>, RankingMerge.Publisher {

    /** Under load, rankings are sorted at most this often. */
    private static final long PUBLISHING_MILLIS = 250;

    private static final Logger LOG = Logger.getLogger(MergeProcessor.class);

    private final int partitions;
    private final StreamCounts counts;
    private final CommitPace pace;
    private final Traces traces;
    private final RecentTraces recent = new RecentTraces();
    private final LogOnce log = new LogOnce();
    private @Nullable ProcessorContext<byte[], StageOutput> context;
    private @Nullable RankingMerge merger;
    private long publishedAt;
    private boolean visible;

    MergeProcessor(int partitions, StreamCounts counts, CommitPace pace, Traces traces) {
        this.partitions = partitions;
        this.counts = counts;
        this.pace = pace;
        this.traces = traces;
    }

    @Override
    public void init(ProcessorContext<byte[], StageOutput> given) {
        context = given;
        RankingMerge fresh =
                new RankingMerge(
                        partitions,
                        given.getStateStore(RankingTopology.CANDIDATES),
                        given.getStateStore(RankingTopology.TEXTS),
                        given.getStateStore(RankingTopology.PROGRESS),
                        given.getStateStore(RankingTopology.PAST),
                        this);
        fresh.load(given.currentSystemTimeMs());
        pace.lookAfter(given, this::publish);
        merger = fresh;
    }

    @Override
    public void process(Record<byte[], byte[]> message) {
        if (merger == null || context == null) {
            throw new IllegalStateException("not initialised");
        }
        long millis = context.currentSystemTimeMs();
        MergeInput input = MergeInput.fromBytes(message.value());
        String trace = traces.of(message.headers());
        if (trace != null) {
            recent.note(input.category(), trace, millis);
        }
        try {
            merger.take(input, millis);
        } catch (RuntimeException e) {
            if (!Failures.isInputs(e)) {
                throw e;
            }
            failed(input.category(), e);
        }
        pace.done(message.timestamp());
    }

    private boolean publish(long millis, boolean busy) {
        visible = false;
        if (merger != null && (!busy || millis - publishedAt >= PUBLISHING_MILLIS)) {
            publishedAt = millis;
            merger.publish(millis);
        }
        return visible;
    }

    @Override
    public void ranking(RankingKey key, Instant asOf, byte[] json) {
        counts.rankings.increment();
        Ranking named = new Ranking(key.order(), key.window(), key.category(), asOf, List.of());
        Headers headers = EventCodec.RANKING.headers(named, RankingTopology.SOURCE, asOf);
        if (context != null) {
            String category = key.category() == null ? "" : key.category();
            Traces.add(recent.find(category, context.currentSystemTimeMs()), headers);
        }
        send(Topic.RANKINGS, key.toString(), json, headers);
    }

    @Override
    public void past(PastRankings past) {
        send(
                Topic.PAST_RANKINGS,
                past.key(),
                EventCodec.PAST_RANKINGS.encode(past),
                EventCodec.PAST_RANKINGS.headers(past, RankingTopology.SOURCE, past.at()));
    }

    @Override
    public void failed(String category, RuntimeException failure) {
        counts.mergeFailures.increment();
        if (log.isNew(String.valueOf(failure))) {
            LOG.errorf(
                    failure,
                    "A ranking cannot be published; retried at its next change. category=%s",
                    category);
        }
    }

    private void send(Topic topic, String key, byte[] json, Headers headers) {
        if (context == null) {
            throw new IllegalStateException("not initialised");
        }
        visible = true;
        context.forward(
                new Record<>(
                        key.getBytes(StandardCharsets.UTF_8),
                        new StageOutput.ToTopic(topic, json),
                        context.currentSystemTimeMs(),
                        headers));
    }
}
