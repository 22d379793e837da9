package org.papertide.ingest.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.papertide.events.DeadLetter;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.testing.SecureKafka;

class KafkaPublisherTest {

    @Test
    void connectsWithTheOperatorsSettings() {
        assertThat(KafkaPublisher.settings(SecureKafka.clients("ingest"), Duration.ofSeconds(30)))
                .containsAllEntriesOf(SecureKafka.OPERATOR)
                .containsEntry("bootstrap.servers", "broker:9092")
                .containsEntry("client.id", "ingest-outbox")
                .containsEntry("delivery.timeout.ms", 30_000)
                .containsEntry("request.timeout.ms", 10_000);
    }

    @Test
    void publishesInOrderAndSaysWhatWasAcknowledged() throws InterruptedException {
        Broker broker = new Broker();

        Set<Long> done = publisher(broker).publish(List.of(row(1, "a"), row(2, "b")));

        assertThat(done).containsExactlyInAnyOrder(1L, 2L);
        assertThat(broker.history()).extracting(ProducerRecord::value).containsExactly("a", "b");
        assertThat(broker.history().getFirst().topic()).isEqualTo("papertide.papers.v1");
        assertThat(text(broker.history().getFirst(), "ce_type")).isEqualTo("paper");
    }

    /** A record that no broker takes would keep all behind it for ever. */
    @Test
    void putsAsideWhatTheBrokerWillNeverTake() throws InterruptedException {
        Broker broker = new Broker();
        broker.answers.put("papertide.papers.v1", new RecordTooLargeException("too large"));

        Set<Long> done = publisher(broker).publish(List.of(row(1, "a"), row(2, "b")));

        assertThat(done).containsExactlyInAnyOrder(1L, 2L);
        assertThat(broker.history())
                .extracting(ProducerRecord::topic)
                .containsOnly("papertide.papers.dlq.v1");
        assertThat(text(broker.history().getFirst(), DeadLetter.REASON)).isEqualTo("too large");
    }

    @Test
    void keepsARecordWhoseDeadLetterCannotBeSentNow() throws InterruptedException {
        Broker broker = new Broker();
        broker.answers.put("papertide.papers.v1", new RecordTooLargeException("too large"));
        broker.answers.put("papertide.papers.dlq.v1", new TimeoutException("no answer"));

        assertThat(publisher(broker).publish(List.of(row(1, "a")))).isEmpty();
    }

    @Test
    void givesUpARecordWhoseDeadLetterIsHopelessToo() throws InterruptedException {
        Broker broker = new Broker();
        broker.answers.put("papertide.papers.v1", new RecordTooLargeException("too large"));
        broker.answers.put("papertide.papers.dlq.v1", new RecordTooLargeException("too large"));

        assertThat(publisher(broker).publish(List.of(row(1, "a")))).containsExactly(1L);
    }

    @Test
    void triesNoMoreWhileTheBrokerIsAway() throws InterruptedException {
        Broker broker = new Broker();
        broker.answers.put("papertide.papers.v1", new TimeoutException("no answer"));

        assertThat(publisher(broker).publish(List.of(row(1, "a"), row(2, "b")))).isEmpty();
        assertThat(broker.tried).isEqualTo(1);
    }

    @Test
    void goesOnWithOneTopicWhileTheOtherIsAway() throws InterruptedException {
        Broker broker = new Broker();
        broker.answers.put("papertide.papers.v1", new TimeoutException("no answer"));

        Set<Long> done =
                publisher(broker)
                        .publish(List.of(row(1, "a"), row(2, "b"), row(3, Topic.SIGNALS, "k")));

        assertThat(done).containsExactly(3L);
        assertThat(broker.tried).isEqualTo(2);
    }

    /** As the producer chooses partitions: else the wrong ones are passed over. */
    @Test
    void namesThePartitionThatARecordGoesTo() {
        KafkaPublisher publisher =
                new KafkaPublisher(Broker::new, new Topics("papertide.", 12, (short) 1));
        for (String key : List.of("arxiv:2503.00001", "doi:10.1000/182", "title:ä")) {
            int partition =
                    BuiltInPartitioner.partitionForKey(key.getBytes(StandardCharsets.UTF_8), 12);
            assertThat(publisher.lane(row(1, Topic.SIGNALS, key)))
                    .isEqualTo("SIGNALS-" + partition);
        }
    }

    /** Acknowledges at once, or fails for a topic. */
    private static final class Broker extends MockProducer<String, String> {

        private final Map<String, RuntimeException> answers = new HashMap<>();
        private int tried;

        Broker() {
            super(
                    true,
                    new RoundRobinPartitioner(),
                    new StringSerializer(),
                    new StringSerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, String> record) {
            tried++;
            RuntimeException failure = answers.get(record.topic());
            return failure == null ? super.send(record) : CompletableFuture.failedFuture(failure);
        }
    }

    private static KafkaPublisher publisher(Broker broker) {
        return new KafkaPublisher(() -> broker, new Topics("papertide.", 1, (short) 1));
    }

    private static PendingRecord row(long id, String value) {
        return new PendingRecord(
                id,
                new OutboxRecord(
                        Topic.PAPERS, "k", "{\"ce_type\": \"paper\"}", value, Instant.EPOCH));
    }

    private static PendingRecord row(long id, Topic topic, String key) {
        return new PendingRecord(id, new OutboxRecord(topic, key, "{}", "c", Instant.EPOCH));
    }

    private static String text(ProducerRecord<String, String> record, String header) {
        return new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }
}
