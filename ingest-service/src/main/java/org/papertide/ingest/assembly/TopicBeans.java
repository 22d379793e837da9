package org.papertide.ingest.assembly;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.platform.dependency.KafkaPreparation;
import org.papertide.platform.settings.KafkaSettings;

/** The topics that this service writes; it creates or verifies them as soon as Kafka is there. */
class TopicBeans {

    private static final List<Topic> TOPICS =
            List.of(Topic.PAPERS, Topic.SIGNALS, Topic.PAPERS_DLQ, Topic.SIGNALS_DLQ);

    @Produces
    @Singleton
    Topics topics(KafkaSettings settings) {
        return new Topics(settings.topicPrefix(), settings.partitions(), settings.replication());
    }

    @Produces
    @Singleton
    KafkaPreparation preparation(Topics topics) {
        return admin -> topics.createOrVerify(admin, TOPICS);
    }
}
