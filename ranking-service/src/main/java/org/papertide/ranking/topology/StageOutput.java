package org.papertide.ranking.topology;

import org.jspecify.annotations.Nullable;
import org.papertide.events.Topic;

/** What a stage forwards, beside the record's key and headers. */
@SuppressWarnings("ArrayRecordComponent") // Bytes on their way to a topic.
sealed interface StageOutput {

    /** A record of a topic of ours; no value is a tombstone. */
    record ToTopic(Topic topic, byte @Nullable [] value) implements StageOutput {}

    /** Something for the merge. */
    record ToMerge(byte[] value) implements StageOutput {}
}
