package org.papertide.notify;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.delivery.DeliveryCounts;
import org.papertide.notify.delivery.DeliverySettings;
import org.papertide.notify.delivery.DeliveryWorkers;
import org.papertide.notify.edition.AlertPlanner;
import org.papertide.notify.edition.Contents;
import org.papertide.notify.edition.DigestComposer;
import org.papertide.notify.edition.EditionAccounts;
import org.papertide.notify.edition.EditionPlanner;
import org.papertide.notify.ledger.DeliveryBell;
import org.papertide.notify.message.SiteLinks;
import org.papertide.notify.running.Database;
import org.papertide.notify.running.KafkaSettings;
import org.papertide.notify.running.Repeating;
import org.papertide.notify.signup.SubscriptionSettings;
import org.papertide.notify.smtp.MailSettings;
import org.papertide.notify.token.TokenKeyring;
import org.papertide.notify.token.Tokens;

/**
 * Starts what runs on its own: first the schema and the keys, then delivery and editions, which
 * need only the database; then, when Kafka answers, the readers. Each step is tried until it
 * succeeds. Stops all in the opposite order.
 */
@Singleton
class Startup {

    private static final Logger LOG = Logger.getLogger(Startup.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Database database;
    private final Flyway flyway;
    private final TokenKeyring keyring;
    private final KafkaSettings kafka;
    private final CandidateStore candidates;
    private final AlertPlanner alerts;
    private final EditionPlanner planner;
    private final DigestComposer digests;
    private final EditionAccounts accounts;
    private final DeliveryWorkers.Parts delivery;
    private final Clock clock;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private volatile boolean stopping;
    private volatile boolean schema;
    private volatile boolean reading;
    private volatile Optional<Admin> admin = Optional.empty();

    Startup(
            Database database,
            Flyway flyway,
            TokenKeyring keyring,
            KafkaSettings kafka,
            CandidateStore candidates,
            AlertPlanner alerts,
            EditionPlanner planner,
            DigestComposer digests,
            EditionAccounts accounts,
            DeliverySettings deliverySettings,
            MailSettings mail,
            SiteLinks site,
            SubscriptionSettings subscriptions,
            Tokens tokens,
            Contents contents,
            DeliveryBell bell,
            DeliveryCounts counts,
            Clock clock) {
        this.database = database;
        this.flyway = flyway;
        this.keyring = keyring;
        this.kafka = kafka;
        this.candidates = candidates;
        this.alerts = alerts;
        this.planner = planner;
        this.digests = digests;
        this.accounts = accounts;
        this.clock = clock;
        this.delivery =
                new DeliveryWorkers.Parts(
                        database,
                        deliverySettings,
                        mail,
                        site,
                        tokens,
                        subscriptions.preferencesWithin(),
                        contents,
                        bell,
                        counts,
                        clock);
    }

    void start(@Observes StartupEvent event) {
        Thread.ofVirtual().name("startup").start(this::bringUp);
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        synchronized (running) {
            while (!running.isEmpty()) {
                try {
                    running.pop().close();
                } catch (Exception e) {
                    LOG.warn("a part of the service did not stop cleanly", e);
                }
            }
        }
    }

    /** Whether the database has the schema and this process its keys. */
    boolean hasSchema() {
        return schema;
    }

    /** Whether the topics are there and read. */
    boolean isReading() {
        return reading;
    }

    /** Asks Kafka; false while it has never been reached. */
    boolean kafkaAnswers() {
        return admin.map(Streams::answers).orElse(false);
    }

    private void bringUp() {
        try {
            makeAdmin();
        } catch (RuntimeException e) {
            LOG.debug("Kafka's address is not known yet", e);
        }
        until("the database", this::prepareDatabase);
        keep(() -> DeliveryWorkers.start(delivery));
        keep(() ->
                Repeating.start(
                        "planning",
                        RETRY,
                        () -> {
                            if (planner.planDue() > 0) {
                                LOG.debug("planned");
                            }
                            digests.composeAll();
                            int _ = accounts.closeDone();
                        }));
        until("Kafka", this::prepareKafka);
        keep(() -> Streams.start(kafka, candidates, alerts));
        reading = true;
    }

    private void prepareDatabase() {
        flyway.migrate();
        database.run(session -> keyring.load(session, clock.instant()));
        schema = true;
    }

    private Admin makeAdmin() {
        return admin.orElseGet(() -> {
            Admin made = Streams.admin(kafka);
            admin = Optional.of(made);
            keep(() -> made);
            return made;
        });
    }

    private void prepareKafka() throws InterruptedException {
        Streams.prepareTopics(makeAdmin(), kafka.topics());
    }

    private interface Start {
        AutoCloseable start();
    }

    private void keep(Start start) {
        synchronized (running) {
            if (!stopping) {
                running.push(start.start());
            }
        }
    }

    private void until(String what, Repeating.Step step) {
        String said = "";
        while (!stopping) {
            try {
                step.run();
                LOG.infof("%s is there", what);
                return;
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                String failure = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
                if (!failure.equals(said)) {
                    LOG.warnf("waits for %s: %s", what, failure);
                    said = failure;
                }
            }
            try {
                Thread.sleep(RETRY);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
