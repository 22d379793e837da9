package org.papertide.notify.assembly;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.delivery.DeliveryCounts;
import org.papertide.notify.delivery.DeliveryWorkers;
import org.papertide.notify.delivery.WebhookWorkers;
import org.papertide.notify.edition.AlertPlanner;
import org.papertide.notify.edition.DigestComposer;
import org.papertide.notify.edition.EditionAccounts;
import org.papertide.notify.edition.EditionPlanner;
import org.papertide.notify.signup.Retention;
import org.papertide.notify.traffic.Traffic;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.dependency.DependencyCheck;
import org.papertide.platform.dependency.DependencyCheck.Answer;
import org.papertide.platform.loop.Loop;
import org.papertide.platform.loop.Loops;

/** Starts planning and delivery when the database is there, and stops them with the service. */
@Singleton
class MailStartup {

    private static final Logger LOG = Logger.getLogger(MailStartup.class);
    private static final Duration PLANNING = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final Duration RETENTION = Duration.ofHours(1);

    /** Receiving groups that readiness names. */
    private static final int MOST_PAUSED = 20;

    private final Dependency database;
    private final DeliveryWorkers.Parts delivery;
    private final EditionPlanner planner;
    private final AlertPlanner alerts;
    private final DigestComposer digests;
    private final EditionAccounts accounts;
    private final Retention retention;
    private final Clock clock;
    private final WebhookWorkers.Parts webhooks;
    private volatile @Nullable DeliveryWorkers workers;
    private volatile @Nullable WebhookWorkers webhookWorkers;

    MailStartup(
            @Named("database") Dependency database,
            DeliveryWorkers.Parts delivery,
            WebhookWorkers.Parts webhooks,
            EditionPlanner planner,
            AlertPlanner alerts,
            DigestComposer digests,
            EditionAccounts accounts,
            Retention retention,
            Clock clock) {
        this.database = database;
        this.delivery = delivery;
        this.webhooks = webhooks;
        this.planner = planner;
        this.alerts = alerts;
        this.digests = digests;
        this.accounts = accounts;
        this.retention = retention;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Loops loops) {
        loops.start("delivery start", database.whenPresent(this::startWorkers));
        // Apart: what one of them cannot do is no reason for the others to wait.
        loops.start("planning", database.whenPresent(this::plan));
        loops.start("waiting alerts", database.whenPresent(this::planWaiting));
        loops.start("composing", database.whenPresent(this::compose));
        loops.start("closing", database.whenPresent(this::close));
        loops.start("retention", database.whenPresent(this::retain));
    }

    /** After the readers, whose alerts are mailed, and after the loops, which plan. */
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) ShutdownEvent event) {
        endTogether(webhookWorkers, workers);
    }

    /**
     * Each waits for what is on its way as long as that may take. Side by side that is within the
     * time that a service has to end; one after the other the last would be killed.
     */
    static void endTogether(@Nullable AutoCloseable... workers) {
        try (ExecutorService ends = Executors.newVirtualThreadPerTaskExecutor()) {
            for (AutoCloseable each : workers) {
                if (each != null) {
                    ends.execute(() -> end(each));
                }
            }
        }
    }

    private static void end(AutoCloseable workers) {
        try {
            workers.close();
        } catch (Exception e) {
            LOG.error(
                    "Workers did not end in order; what they had is taken up after its lease.", e);
        }
    }

    /** Always up: mails wait in the ledger for an SMTP server that is away. */
    @Readiness
    HealthCheck smtpState(DeliveryCounts counts, Traffic traffic) {
        return new DependencyCheck(
                "smtp",
                () -> {
                    Map<String, String> said = new LinkedHashMap<>();
                    said.put("state", counts.server());
                    traffic.paused().stream()
                            .limit(MOST_PAUSED)
                            .forEach(paused ->
                                    said.put(
                                            "paused: " + paused.group(),
                                            "until %s, %s"
                                                    .formatted(paused.until(), paused.reason())));
                    return new Answer(true, said);
                });
    }

    /** Tried again where it fails: what was started before is not started a second time. */
    private Duration startWorkers() {
        if (workers == null) {
            workers = DeliveryWorkers.start(delivery);
        }
        if (delivery.settings().connections() > 0) {
            webhookWorkers = WebhookWorkers.start(webhooks);
        }
        return Loop.LAST;
    }

    private Duration retain() {
        retention.apply(clock.instant());
        return RETENTION;
    }

    private Duration planWaiting() {
        alerts.planWaiting();
        return PLANNING;
    }

    private Duration plan() {
        var _ = planner.planDue();
        var _ = planner.planRequested();
        return PLANNING;
    }

    private Duration compose() {
        digests.composeAll();
        return digests.failing() > 0 ? AGAIN : PLANNING;
    }

    private Duration close() {
        boolean more = accounts.endStopped();
        var _ = accounts.closeDone();
        return more ? Duration.ZERO : PLANNING;
    }
}
