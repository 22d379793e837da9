package org.papertide.notify;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.papertide.notify.delivery.DeliveryCounts;
import org.papertide.notify.running.Database;
import org.papertide.notify.running.Sql;

/**
 * Ready when mails can be planned and read what they are about. An SMTP server that is away is
 * told, but mails wait for it in the ledger: it makes nothing unready.
 */
@org.eclipse.microprofile.health.Readiness
@Singleton
class Readiness implements HealthCheck {

    /** A probe each second must not ask three servers each second. */
    private static final Duration KEPT = Duration.ofMillis(1500);

    private final Startup startup;
    private final Database database;
    private final DeliveryCounts counts;
    private List<String> missing = List.of();
    private long askedNanos;
    private boolean asked;

    Readiness(Startup startup, Database database, DeliveryCounts counts) {
        this.startup = startup;
        this.database = database;
        this.counts = counts;
    }

    @Override
    public HealthCheckResponse call() {
        List<String> absent = missing();
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("notify")
                        .status(absent.isEmpty())
                        .withData("smtp", counts.server());
        if (!absent.isEmpty()) {
            answer.withData("missing", String.join(", ", absent));
        }
        return answer.build();
    }

    private synchronized List<String> missing() {
        if (asked && System.nanoTime() - askedNanos < KEPT.toNanos()) {
            return missing;
        }
        List<String> absent = new ArrayList<>();
        if (!databaseAnswers()) {
            absent.add("database");
        } else if (!startup.hasSchema()) {
            absent.add("schema");
        }
        if (!startup.kafkaAnswers()) {
            absent.add("Kafka");
        } else if (!startup.isReading()) {
            absent.add("topics");
        }
        missing = List.copyOf(absent);
        askedNanos = System.nanoTime();
        asked = true;
        return missing;
    }

    private boolean databaseAnswers() {
        try {
            database.run(session -> Sql.run(session, "select 1"));
            return true;
        } catch (RuntimeException _) {
            return false;
        }
    }
}
