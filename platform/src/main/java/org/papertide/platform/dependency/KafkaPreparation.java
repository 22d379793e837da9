package org.papertide.platform.dependency;

import org.apache.kafka.clients.admin.Admin;

/**
 * Prepares a Kafka that has become reachable, for example by creating topics. Each service has one
 * such bean.
 */
@FunctionalInterface
public interface KafkaPreparation {

    /**
     * Makes it ready for use; must be repeatable.
     *
     * @throws InterruptedException when the service ends
     */
    void prepare(Admin admin) throws InterruptedException;
}
