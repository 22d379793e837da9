package org.papertide.ranking.topology;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.papertide.events.DeadLetter;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.events.PastRankings;
import org.papertide.events.Topic;

/**
 * Reads the past rankings for their dead letters alone. Every replica keeps the past for its
 * readers and leaves out what it cannot read; only here is one reader for each partition, so that a
 * dead letter is written once.
 */
final class PastRankingsProcessor implements Processor<byte[], byte[], byte[], StageOutput> {

    private final Duration clockOffset;
    private final StreamCounts counts;
    private @Nullable ProcessorContext<byte[], StageOutput> context;

    /**
     * @param clockOffset what the services' clock is ahead of the machine's
     */
    PastRankingsProcessor(Duration clockOffset, StreamCounts counts) {
        this.clockOffset = clockOffset;
        this.counts = counts;
    }

    @Override
    public void init(ProcessorContext<byte[], StageOutput> given) {
        context = given;
    }

    @Override
    public void process(Record<byte[], byte[]> message) {
        String refusal = refusal(message);
        if (refusal == null || context == null) {
            return;
        }
        RecordMetadata metadata =
                context.recordMetadata()
                        .orElseThrow(() -> new IllegalStateException("no record metadata"));
        DeadLetter letter =
                DeadLetter.of(
                        new DeadLetter.Origin(
                                metadata.topic(), metadata.partition(), metadata.offset()),
                        message.key(),
                        message.value(),
                        message.headers(),
                        refusal);
        counts.deadLetter(Topic.PAST_RANKINGS);
        context.forward(
                new Record<>(
                        letter.key(),
                        new StageOutput.ToTopic(Topic.PAST_RANKINGS.deadLetters(), letter.value()),
                        context.currentSystemTimeMs(),
                        letter.headers()));
    }

    /** What is wrong with the record, if anything. */
    private @Nullable String refusal(Record<byte[], byte[]> message) {
        if (message.key() == null) {
            return "past-rankings: no key";
        }
        return switch (EventCodec.PAST_RANKINGS.decode(
                message.value(),
                Instant.ofEpochMilli(message.timestamp()).plus(clockOffset),
                StreamRules.PAST_TOLERANCE)) {
            case Decoded.Malformed<PastRankings> malformed -> malformed.reason();
            case Decoded.Tombstone<PastRankings> _ -> null;
            case Decoded.Event<PastRankings>(PastRankings past) ->
                    past.key().equals(new String(message.key(), StandardCharsets.UTF_8))
                            ? null
                            : "past-rankings: key and value disagree";
        };
    }
}
