package org.papertide.notify.assembly;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.notify.account.OutcomeSettings;
import org.papertide.platform.dependency.KafkaPreparation;
import org.papertide.platform.settings.KafkaSettings;

/**
 * The topics that this service reads, and the one that it writes; it creates or verifies them as
 * soon as Kafka is there.
 */
class TopicBeans {

    private static final List<Topic> TOPICS =
            List.of(
                    Topic.SCORES,
                    Topic.RANKINGS,
                    Topic.BREAKOUTS,
                    Topic.EMBEDDINGS,
                    Topic.SCORES_DLQ,
                    Topic.RANKINGS_DLQ,
                    Topic.BREAKOUTS_DLQ,
                    Topic.EMBEDDINGS_DLQ);

    @Produces
    @Singleton
    Topics topics(KafkaSettings settings) {
        return new Topics(settings.topicPrefix(), settings.partitions(), settings.replication());
    }

    @Produces
    @Singleton
    KafkaPreparation preparation(Topics topics, OutcomeSettings outcomes) {
        List<Topic> all = new ArrayList<>(TOPICS);
        if (outcomes.publish()) {
            all.add(Topic.DELIVERIES);
        }
        return admin -> topics.createOrVerify(admin, all);
    }
}
