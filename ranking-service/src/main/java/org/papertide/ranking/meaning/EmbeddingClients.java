package org.papertide.ranking.meaning;

import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Makes the clients of Kafka by which embeddings are made, anew after each failure. */
interface EmbeddingClients {

    /** Reads papers in the group. */
    Consumer<byte[], byte[]> papers();

    /** Reads what was read before, in no group. */
    Consumer<byte[], byte[]> log();

    Producer<byte[], byte[]> producer();

    /** All of them, of which {@code papers} is not subscribed. */
    default Open open() {
        return new Open(papers(), new EmbeddingLog(log()), producer());
    }

    /** Those that run. */
    record Open(
            Consumer<byte[], byte[]> papers, EmbeddingLog log, Producer<byte[], byte[]> producer)
            implements AutoCloseable {

        /** New records that have not been read. */
        long left() {
            return papers.assignment().stream()
                    .mapToLong(each -> papers.currentLag(each).orElse(0))
                    .sum();
        }

        @Override
        public void close() {
            try (log;
                    papers) {
                producer.close(Duration.ofSeconds(1));
            }
        }
    }
}
