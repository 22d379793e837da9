package org.papertide.local.stream;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.papertide.events.Topic;

/**
 * Which dead letters are meant.
 *
 * @param topics only of these streams; empty for all
 * @param ids only these; empty for all
 * @param reason only those whose reason has this text, in any case
 * @param settled also those that were requeued or dropped
 */
public record DeadLetterSelection(
        Set<Topic> topics, Set<DeadLetterId> ids, Optional<String> reason, boolean settled) {

    public DeadLetterSelection {
        topics = Set.copyOf(topics);
        ids = Set.copyOf(ids);
    }

    /** The streams whose dead letters have to be read. */
    List<Topic> streams() {
        return Stream.of(Topic.values())
                .filter(topic -> topic != topic.deadLetters())
                .filter(topic -> topics.isEmpty() || topics.contains(topic))
                .filter(topic -> ids.isEmpty() || ids.stream().anyMatch(id -> id.topic() == topic))
                .toList();
    }

    boolean takes(Letter letter) {
        return (settled || letter.outcome() == null)
                && (ids.isEmpty() || ids.contains(letter.id()))
                && (reason.isEmpty()
                        || letter.reason()
                                .toLowerCase(Locale.ROOT)
                                .contains(reason.get().toLowerCase(Locale.ROOT)));
    }
}
