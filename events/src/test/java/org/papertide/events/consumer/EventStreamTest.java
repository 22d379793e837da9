package org.papertide.events.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.papertide.events.Topic;

class EventStreamTest {

    /**
     * All but ranking's clock, which tells others nothing, and the dead letters, which are bytes.
     */
    @Test
    void everyTopicHasItsStream() throws IllegalAccessException {
        List<Topic> streams = new ArrayList<>();
        for (Field field : EventStream.class.getFields()) {
            streams.add(((EventStream<?>) field.get(null)).topic());
        }
        List<Topic> topics =
                Arrays.stream(Topic.values())
                        .filter(topic -> topic != topic.deadLetters() && topic != Topic.TICKS)
                        .toList();
        assertThat(streams).containsExactlyInAnyOrderElementsOf(topics);
    }
}
