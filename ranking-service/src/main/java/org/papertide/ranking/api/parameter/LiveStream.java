package org.papertide.ranking.api.parameter;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.papertide.events.Topic;

/** A topic that live clients can follow event by event. */
public enum LiveStream {
    BREAKOUTS(Topic.BREAKOUTS, "breakout", 'b'),
    SCORES(Topic.SCORES, "score", 's');

    private final Topic topic;
    private final String eventName;
    private final char letter;

    LiveStream(Topic topic, String eventName, char letter) {
        this.topic = topic;
        this.eventName = eventName;
        this.letter = letter;
    }

    public Topic topic() {
        return topic;
    }

    /** The name of its server-sent events. */
    public String eventName() {
        return eventName;
    }

    /** Stands for it in the ids of events. */
    char letter() {
        return letter;
    }

    /** The name in addresses. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<LiveStream> find(String wireName) {
        return Stream.of(values()).filter(each -> each.wireName().equals(wireName)).findFirst();
    }

    static Optional<LiveStream> find(char letter) {
        return Stream.of(values()).filter(each -> each.letter == letter).findFirst();
    }
}
