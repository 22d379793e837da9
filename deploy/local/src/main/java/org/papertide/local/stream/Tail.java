package org.papertide.local.stream;

import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.papertide.events.Topic;
import org.papertide.local.data.RefusedException;
import org.papertide.local.terminal.Shown;

/** Prints the events of topics, a line each, as they come. */
public final class Tail {

    /** Longer lines are for {@code --json}. */
    private static final int MAX_LINE = 1_000;

    private final KafkaAccess kafka;
    private final Options options;
    private final PrintStream out;
    private final ReadProgress progress;
    private final Map<String, Topic> topics = new HashMap<>();
    private long read;
    private long shown;

    /**
     * What is printed.
     *
     * @param topics to read
     * @param start where to begin
     * @param key only records of this key
     * @param conditions only events that meet all of these
     * @param limit how many at most
     * @param follow whether to go on with what comes
     * @param asJson JSON in place of lines for people
     */
    public record Options(
            List<Topic> topics,
            Start start,
            Optional<String> key,
            List<String> conditions,
            long limit,
            boolean follow,
            boolean asJson) {

        public Options {
            topics = List.copyOf(topics);
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * @param progress said to whoever waits; not among the lines
     */
    public Tail(KafkaAccess kafka, Options options, PrintStream out, ReadProgress progress) {
        this.kafka = kafka;
        this.options = options;
        this.out = out;
        this.progress = progress;
        options.topics().forEach(topic -> topics.put(kafka.name(topic), topic));
    }

    /**
     * Prints until it is interrupted, nobody reads any more, or the limit or end is reached.
     *
     * @throws RefusedException if Kafka cannot be read
     * @throws IllegalArgumentException if a condition is none, or none for the topics
     */
    public void run(Interruption interruption) {
        List<Condition> conditions = conditions(options.conditions(), options.topics());
        try (Consumer<byte[], byte[]> consumer = kafka.consumer()) {
            new TopicScan(kafka, consumer, interruption, progress)
                    .read(
                            List.copyOf(topics.keySet()),
                            options.start(),
                            options.follow(),
                            taken -> take(taken, conditions));
        }
        out.flush();
        if (interruption.requested() || !options.follow()) {
            progress.say(String.format(Locale.ROOT, "%,d of %,d events shown.", shown, read));
        }
    }

    /**
     * Reads conditions for events of these topics.
     *
     * @throws IllegalArgumentException if one is none, or asks for a field that one of the topics
     *     does not have
     */
    static List<Condition> conditions(List<String> texts, List<Topic> topics) {
        List<Condition> conditions = texts.stream().map(Condition::parse).toList();
        for (Condition condition : conditions) {
            for (Topic topic : topics) {
                condition
                        .wrongFor(topic)
                        .ifPresent(wrong -> {
                            throw new IllegalArgumentException("cannot be asked of " + wrong);
                        });
            }
        }
        return conditions;
    }

    private boolean take(ConsumerRecord<byte[], byte[]> taken, List<Condition> conditions) {
        read++;
        if (!isAsked(taken, conditions)) {
            return true;
        }
        out.println(options.asJson() ? EventDocument.of(taken) : line(taken));
        shown++;
        return shown < options.limit() && !out.checkError();
    }

    private boolean isAsked(ConsumerRecord<byte[], byte[]> taken, List<Condition> conditions) {
        if (options.key().isPresent() && !options.key().get().equals(EventText.key(taken.key()))) {
            return false;
        }
        return conditions.isEmpty()
                || EventDocument.value(taken.value())
                        .filter(event -> conditions.stream().allMatch(c -> c.isMet(event)))
                        .isPresent();
    }

    private String line(ConsumerRecord<byte[], byte[]> taken) {
        Topic topic = topics.get(taken.topic());
        if (topic == null) {
            throw new IllegalStateException("a record of no topic that was asked for");
        }
        String line =
                "%s  %-10s  %s"
                        .formatted(
                                Instant.ofEpochMilli(taken.timestamp())
                                        .truncatedTo(ChronoUnit.SECONDS),
                                topic.baseName().replace(".v1", ""),
                                EventText.of(topic, taken));
        return Shown.text(line, MAX_LINE);
    }
}
