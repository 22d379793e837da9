package org.papertide.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventCodec;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.testing.Checkout;

/** Writes records to every topic that nobody can apply, as one with access to the broker may. */
final class BadRecords implements AutoCloseable {

    /** The topics that services read, each with a sample of its events. */
    static final Map<Topic, String> TOPICS =
            Map.of(
                    Topic.PAPERS, "paper.v1",
                    Topic.SIGNALS, "signal.v1",
                    Topic.TICKS, "tick.v1",
                    Topic.PRIORS, "priors.v1",
                    Topic.SCORES, "score.v1",
                    Topic.RANKINGS, "ranking.v1",
                    Topic.PAST_RANKINGS, "past-rankings.v1",
                    Topic.EMBEDDINGS, "embedding.v1",
                    Topic.BREAKOUTS, "breakout.v1");

    private static final int LARGE = 6_000_000;
    private static final int HUGE = Integer.getInteger("papertide.faults.huge", 32_000_000);

    private static final byte[] KEY = utf8("arxiv:2605.01234");

    /** Of good records: none, another's, one that is no text, one that no index takes. */
    private static final List<byte @Nullable []> WRONG_KEYS =
            Arrays.asList(
                    null,
                    new byte[0],
                    utf8("arxiv:0000.00000"),
                    new byte[] {(byte) 0xff, 0, (byte) 0xc0},
                    utf8("k".repeat(100_000)));

    private static final List<Header> LONG_HEADERS =
            List.of(
                    new RecordHeader("papertide_origin", utf8("elsewhere-0@0")),
                    new RecordHeader("x", utf8("y".repeat(150_000))),
                    new RecordHeader("empty", null));

    private final Topics topics;
    private final KafkaProducer<byte[], byte[]> producer;

    BadRecords(String kafka, Topics topics) {
        this.topics = topics;
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                kafka,
                                "compression.type",
                                "gzip",
                                "max.request.size",
                                2 * HUGE,
                                "buffer.memory",
                                4L * HUGE),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    /**
     * Writes one of each kind to a partition of a topic.
     *
     * @return how many the broker has taken
     * @throws AssertionError if it has taken what is too large once it is unpacked
     */
    int writeTo(Topic topic, int partition) {
        int taken = 0;
        for (byte[] value : values(topic)) {
            boolean isTaken = write(topic, partition, KEY, value, List.of());
            if (isTaken && value.length >= LARGE) {
                throw new AssertionError(topic + ": took " + value.length + " bytes");
            }
            taken += isTaken ? 1 : 0;
        }
        taken += write(topic, partition, KEY, utf8("{"), LONG_HEADERS) ? 1 : 0;
        if (topic != Topic.TICKS && topic != Topic.PRIORS) {
            byte[] good = utf8(sample(TOPICS.get(topic)));
            for (byte @Nullable [] key : WRONG_KEYS) {
                taken += write(topic, partition, key, good, List.of()) ? 1 : 0;
            }
        }
        return taken;
    }

    /** Writes a good one behind them. */
    <T> void writeGood(Topic topic, int partition, EventCodec<T> codec, T event) {
        boolean isTaken =
                write(topic, partition, utf8(codec.key(event)), codec.encode(event), List.of());
        if (!isTaken) {
            throw new AssertionError(topic + ": does not take a good record");
        }
    }

    private boolean write(
            Topic topic, int partition, byte @Nullable [] key, byte[] value, List<Header> headers) {
        try {
            producer.send(new ProducerRecord<>(topics.name(topic), partition, key, value, headers))
                    .get();
            return true;
        } catch (ExecutionException e) {
            // A compacted topic takes no record without a key.
            if (key == null && e.getCause() instanceof InvalidRecordException) {
                return false;
            }
            // The broker unpacks it first, and may not have the memory: it refuses it all the same.
            if (e.getCause() instanceof RecordTooLargeException
                    || (e.getCause() instanceof UnknownServerException && value.length == HUGE)) {
                return false;
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<byte[]> values(Topic topic) {
        String good = sample(TOPICS.get(topic));
        List<String> bad =
                new ArrayList<>(
                        List.of(
                                "{",
                                "[]",
                                "[".repeat(100_000),
                                // Instants at the end of time, which no database takes.
                                good.replaceAll(
                                        "\"\\d{4}-[^\"]*Z\"",
                                        "\"+1000000000-12-31T23:59:59.999999999Z\""),
                                good.replaceAll("\"\\d{4}-[^\"]*Z\"", "\"9999-12-31T23:59:59Z\""),
                                " ".repeat(LARGE),
                                " ".repeat(HUGE)));
        if (good.contains("\"cs.")) {
            bad.add(good.replaceAll("\"cs\\.[A-Z]*\"", "\"\""));
            bad.add(good.replaceAll("\"cs\\.[A-Z]*\"", "\"\\\\u3000\""));
        }
        if (good.contains("\"arxiv:")) {
            bad.add(good.replaceFirst("\"arxiv:[^\"]*\"", "\"doi:10.1234/\\\\ud800\""));
        }
        if (topic == Topic.TICKS) {
            bad.add("{\"at\":\"2036-01-01T00:00:00Z\"}");
            bad.add("{\"at\":\"+900000000-01-01T00:00:00Z\"}");
        }
        // Of a sample without an instant both forms with another one are the sample.
        return bad.stream().filter(value -> !value.equals(good)).map(BadRecords::utf8).toList();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sample(@Nullable String name) {
        Path samples = Checkout.root().resolve("events/src/test/resources/samples");
        try {
            return Files.readString(samples.resolve(name + ".json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
