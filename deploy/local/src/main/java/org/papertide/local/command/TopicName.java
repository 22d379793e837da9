package org.papertide.local.command;

import java.util.Locale;
import org.papertide.events.Topic;

/** A topic as people write it. */
final class TopicName {

    private TopicName() {}

    /**
     * By its name with or without version and prefix: papers, papers.v1, papertide.papers.v1.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Topic parse(String text) {
        String name = text.toLowerCase(Locale.ROOT);
        for (Topic topic : Topic.values()) {
            String base = topic.baseName();
            if (name.equals(base)
                    || name.equals(base.replace(".v1", ""))
                    || name.endsWith("." + base)) {
                return topic;
            }
        }
        throw new IllegalArgumentException(
                "must be a topic such as papers, scores or papers.dlq, not " + text);
    }
}
