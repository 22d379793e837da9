package org.papertide.local.stream;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.papertide.events.Topic;

/**
 * Names a dead letter by where it stands, such as {@code papers-0@12}.
 *
 * @param topic the stream from which it was read
 * @param partition of the dead-letter topic
 * @param offset in the partition
 */
public record DeadLetterId(Topic topic, int partition, long offset) {

    private static final Pattern FORM =
            Pattern.compile("([a-z][a-z-]{0,30})-(\\d{1,5})@(\\d{1,18})");

    /**
     * Reads a name.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static DeadLetterId parse(String text) {
        Matcher form = FORM.matcher(text);
        if (form.matches()) {
            for (Topic topic : Topic.values()) {
                if (topic != topic.deadLetters() && shortName(topic).equals(form.group(1))) {
                    return new DeadLetterId(
                            topic, Integer.parseInt(form.group(2)), Long.parseLong(form.group(3)));
                }
            }
        }
        throw new IllegalArgumentException(
                "must be a dead letter such as papers-0@12, as list prints it, not " + text);
    }

    private static String shortName(Topic topic) {
        return topic.baseName().replace(".v1", "");
    }

    @Override
    public String toString() {
        return "%s-%d@%d".formatted(shortName(topic), partition, offset);
    }
}
