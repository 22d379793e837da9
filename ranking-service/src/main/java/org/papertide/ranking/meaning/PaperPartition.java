package org.papertide.ranking.meaning;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Embedding;
import org.papertide.events.EventCodec;
import org.papertide.events.Paper;
import org.papertide.events.TextVector;
import org.papertide.platform.loop.UnavailableException;

/**
 * A partition of papers that is ours: what is made of it, which papers wait, and what has to be
 * sent for a record. New papers and those of the past are the same here.
 */
final class PaperPartition {

    static final String SOURCE = "/papertide/ranking";

    private final TopicPartition embeddings;
    private final MadeEmbeddings made;
    private final PaperEmbedder embedder;
    private final EmbeddingLog log;
    private final Producer<byte[], byte[]> producer;
    private final Clock clock;
    private final Duration clockOffset;
    private final Backlog backlog = new Backlog();
    private final List<Sent> sent = new ArrayList<>();

    /** An embedding on its way, or that there is none any more. */
    private record Sent(ProducerRecord<byte[], byte[]> record, Future<RecordMetadata> result) {}

    /**
     * @param embeddings where the embeddings of its papers stand
     * @param made those that are there
     * @param clockOffset what the clock is ahead of the machine's
     */
    PaperPartition(
            TopicPartition embeddings,
            MadeEmbeddings made,
            PaperEmbedder embedder,
            EmbeddingLog log,
            Producer<byte[], byte[]> producer,
            Clock clock,
            Duration clockOffset) {
        this.embeddings = embeddings;
        this.made = made;
        this.embedder = embedder;
        this.log = log;
        this.producer = producer;
        this.clock = clock;
        this.clockOffset = clockOffset;
    }

    Backlog backlog() {
        return backlog;
    }

    PaperRecord read(ConsumerRecord<byte[], byte[]> record) {
        return PaperRecord.of(record, clockOffset);
    }

    /** Whether the paper of a record lacks something. */
    boolean lacks(PaperRecord record, String key) {
        MadeEmbeddings.Made before = made.find(key).orElse(null);
        return switch (record) {
            case PaperRecord.Listed(Paper paper) ->
                    before == null
                            || !before.isOf(TitleAndAbstract.of(paper))
                            || !embedder.isComplete(before);
            case PaperRecord.Left _ -> before != null;
            case PaperRecord.Unreadable _ -> false;
        };
    }

    /**
     * Sends what has to be for a new record of a paper.
     *
     * @param looking whether older ones are still looked at
     * @throws UnavailableException if the models read no text at all
     */
    void applyNew(ConsumerRecord<byte[], byte[]> record, boolean looking)
            throws InterruptedException {
        String key = PaperRecord.key(record);
        boolean waits =
                switch (read(record)) {
                    case PaperRecord.Listed(Paper paper) ->
                            !backlog.renew(
                                    key, record.offset(), TitleAndAbstract.of(paper), looking);
                    case PaperRecord.Left _ -> !backlog.renew(key, record.offset(), null, looking);
                    case PaperRecord.Unreadable _ -> false;
                };
        if (!waits) {
            var _ = apply(record);
        }
    }

    /**
     * Sends what has to be for the newest record of a paper.
     *
     * @return false if it goes on waiting for a model that reads nothing now
     * @throws UnavailableException if the models read no text at all
     */
    boolean apply(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        return switch (read(record)) {
            case PaperRecord.Listed(Paper paper) -> embed(record, paper);
            case PaperRecord.Left _ -> {
                leave(record);
                yield true;
            }
            case PaperRecord.Unreadable _ -> true;
        };
    }

    private void leave(ConsumerRecord<byte[], byte[]> record) {
        String key = PaperRecord.key(record);
        backlog.done(key);
        if (made.find(key).isPresent()) {
            made.forget(key);
            send(record.key(), null, new RecordHeaders());
        }
    }

    /** What a model could not read waits for another attempt. */
    private boolean embed(ConsumerRecord<byte[], byte[]> record, Paper paper)
            throws InterruptedException {
        String id = paper.id().value();
        TitleAndAbstract text = TitleAndAbstract.of(paper);
        MadeEmbeddings.Made before = made.find(id).filter(each -> each.isOf(text)).orElse(null);
        if (before != null && embedder.isComplete(before)) {
            backlog.done(id);
            return true;
        }
        PaperEmbedder.Vectors vectors = embedder.vectors(text, oldVectors(before, text));
        if (vectors.complete()) {
            backlog.done(id);
        } else if (vectors.waits()) {
            backlog.await(id, record.offset());
        } else if (backlog.fail(id, record.offset(), text, clock.instant())) {
            embedder.countFailure();
        }
        if (vectors.renewed()) {
            Embedding embedding = new Embedding(paper.id(), text.hash(), vectors.all());
            made.note(embedding, -1);
            send(
                    record.key(),
                    EventCodec.EMBEDDING.encode(embedding),
                    EventCodec.EMBEDDING.headers(embedding, SOURCE, clock.instant()));
        }
        return vectors.renewed() || !vectors.waits();
    }

    /** The vectors that stay: they are of the same text. */
    private List<TextVector> oldVectors(
            MadeEmbeddings.@Nullable Made before, TitleAndAbstract text) {
        if (before == null || before.offset() < 0) {
            return List.of();
        }
        return log.read(embeddings, before.offset())
                .filter(each -> each.textHash().equals(text.hash()))
                .map(Embedding::vectors)
                .orElse(List.of());
    }

    private void send(byte[] key, byte @Nullable [] value, Headers headers) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(
                        embeddings.topic(), embeddings.partition(), null, key, value, headers);
        sent.add(new Sent(record, producer.send(record)));
    }

    /** Notes where each stands: its vectors stay, should another model read the text later. */
    void awaitSent() throws InterruptedException {
        producer.flush();
        try {
            for (Sent each : sent) {
                long offset = each.result().get().offset();
                if (each.record().value() != null) {
                    made.note(each.record().key(), each.record().value(), offset);
                }
            }
        } catch (ExecutionException e) {
            throw new KafkaException("embeddings cannot be sent: " + e.getCause(), e.getCause());
        }
        sent.clear();
    }
}
