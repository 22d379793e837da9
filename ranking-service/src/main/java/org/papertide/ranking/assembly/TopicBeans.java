package org.papertide.ranking.assembly;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.platform.dependency.KafkaPreparation;
import org.papertide.platform.settings.KafkaSettings;

/**
 * The topics that the service reads or writes; it creates or verifies them as soon as Kafka is
 * there.
 */
class TopicBeans {

    private static final List<Topic> TOPICS =
            List.of(
                    Topic.PAPERS,
                    Topic.SIGNALS,
                    Topic.TICKS,
                    Topic.PRIORS,
                    Topic.SCORES,
                    Topic.RANKINGS,
                    Topic.PAST_RANKINGS,
                    Topic.EMBEDDINGS,
                    Topic.BREAKOUTS,
                    Topic.PAPERS_DLQ,
                    Topic.SIGNALS_DLQ,
                    Topic.PAST_RANKINGS_DLQ,
                    Topic.EMBEDDINGS_DLQ,
                    Topic.TICKS_DLQ,
                    Topic.PRIORS_DLQ);

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
