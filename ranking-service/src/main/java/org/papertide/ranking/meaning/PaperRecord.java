package org.papertide.ranking.meaning;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.events.Paper;
import org.papertide.events.PaperStatus;

/** What a record of {@code papers.v1} says of its paper. */
sealed interface PaperRecord {

    /** It is to have an embedding. */
    record Listed(Paper paper) implements PaperRecord {}

    /** It is to have none any more. */
    record Left() implements PaperRecord {}

    /** Nothing: the stream of the ranking writes what it cannot read to the dead letters. */
    record Unreadable() implements PaperRecord {}

    /**
     * Reads a record.
     *
     * @param clockOffset what the services' clock is ahead of the machine's
     */
    static PaperRecord of(ConsumerRecord<byte[], byte[]> record, Duration clockOffset) {
        Instant written = Instant.ofEpochMilli(record.timestamp()).plus(clockOffset);
        return switch (EventCodec.PAPER.decode(record.value(), written, Paper.REVISION_TOLERANCE)) {
            case Decoded.Event<Paper>(Paper paper) -> {
                if (!paper.id().value().equals(key(record))) {
                    yield new Unreadable();
                }
                yield paper.status() == PaperStatus.LISTED ? new Listed(paper) : new Left();
            }
            case Decoded.Tombstone<Paper> _ -> new Left();
            case Decoded.Malformed<Paper> _ -> new Unreadable();
        };
    }

    /** The paper's id, if the record can be read. */
    static String key(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    }
}
