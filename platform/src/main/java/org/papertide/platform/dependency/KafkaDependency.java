package org.papertide.platform.dependency;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.papertide.platform.settings.KafkaClients;

/** Watches Kafka. */
public final class KafkaDependency {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Prepares a cluster that answers, such as its topics. */
    @FunctionalInterface
    public interface Preparation {

        /**
         * Makes it ready for use; must be repeatable.
         *
         * @throws InterruptedException when the service ends
         */
        void prepare(Admin admin) throws InterruptedException;
    }

    private KafkaDependency() {}

    /** Begins to ask at once. A client that could not connect is replaced, not kept. */
    public static Dependency watch(KafkaClients clients, Preparation preparation) {
        return new Dependency(
                "kafka",
                () -> {
                    try (Admin admin = admin(clients)) {
                        preparation.prepare(admin);
                    }
                },
                () -> {
                    try (Admin admin = admin(clients)) {
                        var _ =
                                admin.describeCluster()
                                        .nodes()
                                        .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                    }
                });
    }

    private static Admin admin(KafkaClients clients) {
        return Admin.create(clients.admin("dependency", PATIENCE));
    }
}
