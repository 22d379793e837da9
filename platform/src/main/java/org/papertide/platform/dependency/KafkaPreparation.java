package org.papertide.platform.dependency;

import org.apache.kafka.clients.admin.Admin;

/** What a service does with a Kafka that has come, such as to create its topics: one bean each. */
@FunctionalInterface
public interface KafkaPreparation {

    /**
     * Makes it ready for use; must be repeatable.
     *
     * @throws InterruptedException when the service ends
     */
    void prepare(Admin admin) throws InterruptedException;
}
