package org.papertide.local.stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.papertide.events.DeadLetter;
import org.papertide.events.EventJson;
import org.papertide.events.Topic;

/**
 * A dead letter, without its value.
 *
 * @param id where it stands
 * @param at when Kafka took it
 * @param key of the record, as text
 * @param origin where the record was read, as {@code topic-partition@offset}
 * @param reason why it could not be read or applied
 * @param exception with which it failed; empty if it could not be decoded
 * @param size bytes of the record's value as it came
 * @param whole whether all of the record is here, and not a cut one
 * @param outcome REQUEUED or DROPPED; null while it is open
 */
public record Letter(
        DeadLetterId id,
        Instant at,
        String key,
        String origin,
        String reason,
        String exception,
        long size,
        boolean whole,
        @Nullable String outcome) {

    private static final Pattern ORIGIN = Pattern.compile(".*-(-1|\\d{1,9})@(\\d{1,18})");

    static Letter of(Topic topic, ConsumerRecord<byte[], byte[]> taken, @Nullable String outcome) {
        int length = taken.value() == null ? 0 : taken.value().length;
        long size = number(EventText.header(taken, DeadLetter.SIZE)).orElse(-1L);
        boolean keyIsCut = taken.key() != null && taken.key().length >= DeadLetter.MAX_KEY;
        return new Letter(
                new DeadLetterId(topic, taken.partition(), taken.offset()),
                Instant.ofEpochMilli(taken.timestamp()),
                EventText.key(taken.key()),
                EventText.header(taken, DeadLetter.ORIGIN),
                EventText.header(taken, DeadLetter.REASON),
                EventText.header(taken, DeadLetter.EXCEPTION),
                size < 0 ? length : size,
                size == length && !keyIsCut,
                outcome);
    }

    /** The partition of its topic that the record was read from; empty if it had not reached it. */
    Optional<Integer> originPartition() {
        Matcher form = ORIGIN.matcher(origin);
        return form.matches() && !form.group(1).equals("-1")
                ? Optional.of(Integer.parseInt(form.group(1)))
                : Optional.empty();
    }

    /** The offset that it was read from. */
    long originOffset() {
        Matcher form = ORIGIN.matcher(origin);
        return form.matches() ? Long.parseLong(form.group(2)) : 0;
    }

    private static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** As JSON. */
    ObjectNode document() {
        return EventJson.mapper()
                .createObjectNode()
                .put("id", id.toString())
                .put("at", at.toString())
                .put("key", key)
                .put("origin", origin)
                .put("reason", reason)
                .put("exception", exception.isEmpty() ? null : exception)
                .put("size", size)
                .put("whole", whole)
                .put("outcome", Objects.requireNonNullElse(outcome, "OPEN"));
    }
}
