package org.papertide.events;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What goes to a dead-letter topic instead of a record that cannot be read or applied: its key,
 * value and headers, and in further headers where it stood and what is wrong with it. Every
 * dead-letter topic takes it, whatever the record's size: what is too long is cut, and {@link
 * #SIZE} says how long it was.
 *
 * @param key at most {@value #MAX_KEY} bytes
 * @param value at most {@value #MAX_VALUE} bytes
 * @param headers the record's own, unless they are longer than {@value #MAX_HEADERS} bytes, and
 *     those of this class; own ones with names of this kind are left out, for they would speak of
 *     the letter
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes on their way to a topic.
public record DeadLetter(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {

    /** How the names of the headers of this class begin. */
    public static final String PREFIX = "papertide_";

    /** Why it could not be read or applied. */
    public static final String REASON = "papertide_reason";

    /** Topic, partition and offset it was read from, as {@code topic-partition@offset}. */
    public static final String ORIGIN = "papertide_origin";

    /** Bytes of its value as it came. */
    public static final String SIZE = "papertide_size";

    /** Class of the exception with which it failed; absent if it could not be decoded. */
    public static final String EXCEPTION = "papertide_exception";

    /**
     * Of a mark, not of a letter: the dead letter of this topic that somebody has settled, as
     * {@code papers-0@12}. A mark has no value.
     */
    public static final String SETTLED = "papertide_settled";

    /** Of a mark: what was done with the letter, REQUEUED or DROPPED. */
    public static final String OUTCOME = "papertide_outcome";

    /** Longest key. Ours have 300 characters. */
    public static final int MAX_KEY = 4 * 1024;

    /** Longest value: half of what the dead-letter topics take. */
    public static final int MAX_VALUE = 1024 * 1024;

    /** Longest headers of the record itself, all together. CloudEvents' take 300 bytes. */
    public static final int MAX_HEADERS = 16 * 1024;

    private static final int MAX_REASON = 1_000;

    /**
     * Where a record was read.
     *
     * @param topic its full name
     * @param partition of the topic; -1 if the record has not reached it
     * @param offset in the partition
     */
    public record Origin(String topic, int partition, long offset) {

        @Override
        public String toString() {
            return "%s-%d@%d".formatted(topic, partition, offset);
        }
    }

    /** The dead letter of a record that cannot be decoded. */
    public static DeadLetter of(
            Origin origin,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers own,
            String reason) {
        RecordHeaders headers = new RecordHeaders();
        if (size(own) <= MAX_HEADERS) {
            for (Header header : own) {
                if (!header.key().startsWith(PREFIX)) {
                    headers.add(header);
                }
            }
        }
        add(headers, REASON, cut(reason, MAX_REASON));
        add(headers, ORIGIN, origin.toString());
        add(headers, SIZE, Integer.toString(value == null ? 0 : value.length));
        return new DeadLetter(cut(key, MAX_KEY), cut(value, MAX_VALUE), headers);
    }

    /** The dead letter of a record that was decoded and then could not be applied. */
    public static DeadLetter of(
            Origin origin,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers own,
            Throwable failure) {
        DeadLetter letter = of(origin, key, value, own, "not applied: " + message(failure));
        add(letter.headers, EXCEPTION, failure.getClass().getName());
        return letter;
    }

    /**
     * The letter that a record of a dead-letter topic marks as settled; empty if the record is a
     * letter. A letter says where it stood, whatever else its headers say.
     */
    public static Optional<String> findSettled(byte @Nullable [] value, Headers headers) {
        Header settled = headers.lastHeader(SETTLED);
        return value != null
                        || settled == null
                        || settled.value() == null
                        || headers.lastHeader(ORIGIN) != null
                ? Optional.empty()
                : Optional.of(new String(settled.value(), StandardCharsets.UTF_8));
    }

    /** Why the record is here, in words. */
    public String reason() {
        Header header = headers.lastHeader(REASON);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** What an exception says; its innermost cause usually knows best. */
    private static String message(Throwable failure) {
        Throwable cause = failure;
        // Deeper chains of causes are circles.
        for (int depth = 0; cause.getCause() != null && depth < 20; depth++) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getName() : message;
    }

    private static long size(Headers headers) {
        long size = 0;
        for (Header header : headers) {
            byte[] value = header.value();
            size += header.key().length() + (value == null ? 0 : value.length);
        }
        return size;
    }

    private static void add(Headers headers, String name, String text) {
        headers.add(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }

    private static byte @Nullable [] cut(byte @Nullable [] bytes, int most) {
        return bytes == null || bytes.length <= most ? bytes : Arrays.copyOf(bytes, most);
    }
}
