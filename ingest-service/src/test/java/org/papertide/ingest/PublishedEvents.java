package org.papertide.ingest;

import static org.awaitility.Awaitility.await;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.papertide.events.EventCodec;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.Signal;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.platform.settings.KafkaSettings;
import org.papertide.testing.TopicReader;

/** What is on the service's topics. */
@Singleton
public final class PublishedEvents {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final KafkaSettings kafka;
    private final Topics topics;

    @Inject
    PublishedEvents(KafkaSettings kafka, Topics topics) {
        this.kafka = kafka;
        this.topics = topics;
    }

    /** All records of a paper once they are as wished. */
    public List<Paper> papers(PaperId id, Predicate<List<Paper>> wished) {
        return await().atMost(PATIENCE)
                .until(
                        () -> papers().stream().filter(paper -> paper.id().equals(id)).toList(),
                        wished);
    }

    /** All signals of a paper once they are as wished. */
    public List<Signal> signals(PaperId id, Predicate<List<Signal>> wished) {
        return await().atMost(PATIENCE)
                .until(
                        () -> signals().stream().filter(s -> s.paperId().equals(id)).toList(),
                        wished);
    }

    /** All papers published until now. */
    public List<Paper> papers() {
        return read(Topic.PAPERS, EventCodec.PAPER);
    }

    /** All signals published until now. */
    public List<Signal> signals() {
        return read(Topic.SIGNALS, EventCodec.SIGNAL);
    }

    private <T> List<T> read(Topic topic, EventCodec<T> codec) {
        return new TopicReader(kafka.bootstrapServers()).events(topics.name(topic), codec);
    }
}
