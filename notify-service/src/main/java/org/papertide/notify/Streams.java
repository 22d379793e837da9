package org.papertide.notify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.papertide.events.EventCodec;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.candidate.RecordSink;
import org.papertide.notify.candidate.StreamReader;
import org.papertide.notify.edition.AlertPlanner;
import org.papertide.notify.running.KafkaSettings;

/** The Kafka clients of the service. Breakouts have a reader of their own: they do not queue. */
final class Streams implements AutoCloseable {

    private static final int CLIENT_TIMEOUT_MS = 10_000;
    private static final int PROBE_MS = 2_000;

    /** The least that brokers allow: a killed process's partitions are read on after it. */
    private static final int SESSION_MS = 6_000;

    private static final int LARGEST_RECORD = 4 * 1024 * 1024;

    private static final Set<Topic> TOPICS =
            Set.of(
                    Topic.SCORES,
                    Topic.RANKINGS,
                    Topic.BREAKOUTS,
                    Topic.SCORES_DLQ,
                    Topic.RANKINGS_DLQ,
                    Topic.BREAKOUTS_DLQ);

    private final KafkaProducer<byte[], byte[]> deadLetters;
    private final List<StreamReader> readers;

    private Streams(KafkaProducer<byte[], byte[]> deadLetters, List<StreamReader> readers) {
        this.deadLetters = deadLetters;
        this.readers = List.copyOf(readers);
    }

    /** A client for questions to the cluster. */
    static Admin admin(KafkaSettings settings) {
        return Admin.create(
                Map.of(
                        "bootstrap.servers",
                        settings.bootstrapServers(),
                        "client.id",
                        "notify-admin",
                        "request.timeout.ms",
                        CLIENT_TIMEOUT_MS / 2,
                        "default.api.timeout.ms",
                        CLIENT_TIMEOUT_MS));
    }

    /** Creates or verifies the topics that this service reads or writes. */
    static void prepareTopics(Admin admin, Topics topics) throws InterruptedException {
        topics.createOrVerify(admin, TOPICS);
    }

    /** Whether the cluster answers. */
    static boolean answers(Admin admin) {
        try {
            admin.describeCluster(new DescribeClusterOptions().timeoutMs(PROBE_MS))
                    .nodes()
                    .get(PROBE_MS, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Starts reading. */
    static Streams start(KafkaSettings settings, CandidateStore candidates, AlertPlanner alerts) {
        Topics topics = settings.topics();
        KafkaProducer<byte[], byte[]> deadLetters =
                new KafkaProducer<>(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                settings.bootstrapServers(),
                                ProducerConfig.CLIENT_ID_CONFIG,
                                "notify-dead-letters",
                                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                                LARGEST_RECORD),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        StreamReader states =
                StreamReader.start(
                        "candidates",
                        topics,
                        Map.of(
                                Topic.SCORES,
                                RecordSink.of(EventCodec.SCORE, candidates::applyScores),
                                Topic.RANKINGS,
                                RecordSink.of(EventCodec.RANKING, candidates::applyRankings)),
                        consumer(settings, "notify-candidates"),
                        deadLetters);
        StreamReader breakouts =
                StreamReader.start(
                        "breakouts",
                        topics,
                        Map.of(Topic.BREAKOUTS, RecordSink.of(EventCodec.BREAKOUT, alerts::apply)),
                        consumer(settings, "notify-breakouts"),
                        deadLetters);
        return new Streams(deadLetters, List.of(states, breakouts));
    }

    private static KafkaConsumer<byte[], byte[]> consumer(KafkaSettings settings, String group) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, settings.topicPrefix() + group);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, group);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MS);
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_MS / 3);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 250);
        return new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        readers.forEach(StreamReader::close);
        deadLetters.close();
    }
}
