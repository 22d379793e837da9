package org.papertide.local.stream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.papertide.events.DeadLetter;
import org.papertide.events.Topic;
import org.papertide.local.data.RefusedException;
import org.papertide.local.terminal.Shown;

/**
 * The dead letters of an installation, and what is done with them.
 *
 * <p>A topic forgets no single record, so a letter that is settled is marked by a further record
 * behind it. A requeued record and its mark are written in one transaction, whose name is the
 * topic's: whatever is killed, and however many do the same at once, each letter is requeued once.
 * The transaction is opened before the marks are read, which ends that of anybody else.
 */
public final class DeadLetters {

    private final KafkaAccess kafka;
    private final ReadProgress progress;
    private final Interruption interruption;

    /** What is done with a letter. */
    public enum Outcome {
        /** Its record is on its topic again. */
        REQUEUED,
        /** Nobody wants it. */
        DROPPED
    }

    /**
     * What became of a selection.
     *
     * @param settled how many were
     * @param left those that were not, each with the reason, in words
     * @param complete whether it came to its end, and was not interrupted
     */
    public record Report(long settled, Map<DeadLetterId, String> left, boolean complete) {

        public Report {
            left = Map.copyOf(left);
        }
    }

    public DeadLetters(KafkaAccess kafka, ReadProgress progress, Interruption interruption) {
        this.kafka = kafka;
        this.progress = progress;
        this.interruption = interruption;
    }

    /**
     * Passes on each letter that is selected, with its record, in the order of topics, partitions
     * and offsets.
     */
    public void forEach(
            DeadLetterSelection selection,
            BiConsumer<Letter, ConsumerRecord<byte[], byte[]>> each) {
        try (Consumer<byte[], byte[]> consumer = kafka.consumer()) {
            for (Topic topic : selection.streams()) {
                forEach(scan(consumer), topic, selection, each);
            }
        }
    }

    /** Settles each letter that is selected and open. */
    public Report settle(DeadLetterSelection selection, Outcome outcome) {
        long settled = 0;
        Map<DeadLetterId, String> left = new LinkedHashMap<>();
        boolean complete = true;
        try (Consumer<byte[], byte[]> consumer = kafka.consumer()) {
            TopicScan scan = scan(consumer);
            for (Topic topic : selection.streams()) {
                if (scan.has(kafka.name(topic.deadLetters()))) {
                    Settling settling = settle(scan, topic, selection, outcome);
                    settled += settling.settled;
                    left.putAll(settling.left);
                    complete &= !interruption.requested();
                }
            }
        }
        return new Report(settled, left, complete);
    }

    private Settling settle(
            TopicScan scan, Topic topic, DeadLetterSelection selection, Outcome outcome) {
        try (Producer<byte[], byte[]> producer =
                kafka.producer("papertide-dead-letters-" + kafka.name(topic))) {
            kafka.asked(() -> {
                producer.initTransactions();
                return true;
            });
            Settling settling = new Settling(scan, producer, topic, outcome);
            settling.run(selection);
            return settling;
        }
    }

    private TopicScan scan(Consumer<byte[], byte[]> consumer) {
        return new TopicScan(kafka, consumer, interruption, progress);
    }

    private void forEach(
            TopicScan scan,
            Topic topic,
            DeadLetterSelection selection,
            BiConsumer<Letter, ConsumerRecord<byte[], byte[]>> each) {
        String name = kafka.name(topic.deadLetters());
        if (!scan.has(name)) {
            // No service has read the stream yet.
            return;
        }
        List<String> letters = List.of(name);
        Map<String, String> outcomes = new HashMap<>();
        scan.read(
                letters,
                new Start.Beginning(),
                false,
                taken -> {
                    DeadLetter.findSettled(taken.value(), taken.headers())
                            .ifPresent(settled ->
                                    outcomes.put(
                                            settled, EventText.header(taken, DeadLetter.OUTCOME)));
                    return true;
                });
        scan.read(
                letters,
                new Start.Beginning(),
                false,
                taken -> {
                    if (DeadLetter.findSettled(taken.value(), taken.headers()).isEmpty()) {
                        DeadLetterId id =
                                new DeadLetterId(topic, taken.partition(), taken.offset());
                        Letter letter = Letter.of(topic, taken, outcomes.get(id.toString()));
                        if (selection.takes(letter)) {
                            each.accept(letter, taken);
                        }
                    }
                    return true;
                });
    }

    /** The letters of one topic, on their way. */
    private final class Settling {

        private final TopicScan scan;
        private final Producer<byte[], byte[]> producer;
        private final Topic topic;
        private final Outcome outcome;
        private final Map<DeadLetterId, String> left = new LinkedHashMap<>();
        private long settled;

        private Settling(
                TopicScan scan, Producer<byte[], byte[]> producer, Topic topic, Outcome outcome) {
            this.scan = scan;
            this.producer = producer;
            this.topic = topic;
            this.outcome = outcome;
        }

        private void run(DeadLetterSelection selection) {
            List<Letter> selected = new ArrayList<>();
            forEach(scan, topic, selection, (letter, _) -> selected.add(letter));
            Map<DeadLetterId, Letter> wanted = new HashMap<>();
            selected.forEach(letter -> wanted.put(letter.id(), letter));
            if (outcome == Outcome.REQUEUED && topic.compacted() && !wanted.isEmpty()) {
                leaveSuperseded(wanted);
            }
            if (wanted.isEmpty()) {
                return;
            }
            long all = wanted.size();
            scan.read(
                    List.of(kafka.name(topic.deadLetters())),
                    new Start.Beginning(),
                    false,
                    taken -> {
                        Letter letter =
                                wanted.remove(
                                        new DeadLetterId(topic, taken.partition(), taken.offset()));
                        if (letter != null) {
                            settle(letter, taken);
                            progress.at("settled", all - wanted.size(), all);
                        }
                        return !wanted.isEmpty();
                    });
        }

        /**
         * A compacted topic keeps the last record of a key: an old one behind a newer one would
         * hide it from whoever reads the topic from its beginning.
         */
        private void leaveSuperseded(Map<DeadLetterId, Letter> wanted) {
            Map<String, List<Letter>> byKey = new HashMap<>();
            wanted.values()
                    .forEach(letter ->
                            byKey.computeIfAbsent(letter.key(), _ -> new ArrayList<>())
                                    .add(letter));
            scan.read(
                    List.of(kafka.name(topic)),
                    new Start.Beginning(),
                    false,
                    taken -> {
                        for (Letter letter :
                                byKey.getOrDefault(EventText.key(taken.key()), List.of())) {
                            if (isBehind(taken, letter) && wanted.remove(letter.id()) != null) {
                                left.put(
                                        letter.id(),
                                        "a newer record of its key is there; drop the letter");
                            }
                        }
                        return true;
                    });
        }

        private boolean isBehind(ConsumerRecord<byte[], byte[]> taken, Letter letter) {
            return letter.originPartition().isPresent()
                    ? taken.partition() == letter.originPartition().get()
                            && taken.offset() > letter.originOffset()
                    : taken.timestamp() > letter.at().toEpochMilli();
        }

        private void settle(Letter letter, ConsumerRecord<byte[], byte[]> taken) {
            if (outcome == Outcome.REQUEUED && !letter.whole()) {
                left.put(
                        letter.id(),
                        "its record had %d bytes, and only a part is here"
                                .formatted(letter.size()));
                return;
            }
            try {
                producer.beginTransaction();
                if (outcome == Outcome.REQUEUED) {
                    var _ = producer.send(requeued(letter, taken));
                }
                var _ = producer.send(mark(letter, taken));
                producer.commitTransaction();
                settled++;
            } catch (ProducerFencedException | InvalidProducerEpochException e) {
                throw new RefusedException(
                        "Somebody else settles dead letters of %s at this moment; %d were settled here."
                                .formatted(topic.baseName(), settled),
                        e);
            } catch (AuthorizationException | TimeoutException e) {
                throw new RefusedException(
                        "Kafka did not take letter %s (%s); %d were settled before, and this one is open unless list says otherwise."
                                .formatted(
                                        letter.id(),
                                        Shown.text(String.valueOf(e.getMessage())),
                                        settled),
                        e);
            } catch (KafkaException e) {
                producer.abortTransaction();
                Throwable cause = e.getCause() == null ? e : e.getCause();
                left.put(letter.id(), "Kafka does not take it: " + cause.getMessage());
            }
        }

        /** In its own partition, so that the records of its key keep their order. */
        private ProducerRecord<byte[], byte[]> requeued(
                Letter letter, ConsumerRecord<byte[], byte[]> taken) {
            String name = kafka.name(topic);
            int partitions = producer.partitionsFor(name).size();
            Integer partition =
                    letter.originPartition().filter(origin -> origin < partitions).orElse(null);
            Headers headers = new RecordHeaders();
            for (Header header : taken.headers()) {
                if (!header.key().startsWith(DeadLetter.PREFIX)) {
                    headers.add(header);
                }
            }
            return new ProducerRecord<>(name, partition, taken.key(), taken.value(), headers);
        }

        private ProducerRecord<byte[], byte[]> mark(
                Letter letter, ConsumerRecord<byte[], byte[]> taken) {
            Headers headers =
                    new RecordHeaders()
                            .add(DeadLetter.SETTLED, bytes(letter.id().toString()))
                            .add(DeadLetter.OUTCOME, bytes(outcome.name()));
            return new ProducerRecord<>(
                    taken.topic(), taken.partition(), taken.key(), null, headers);
        }

        private byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
