package org.papertide.notify;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.delivery.DeliveryCounts;
import org.papertide.notify.edition.EditionAccounts;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.loop.Loop;

/** What an operator watches: attempts by ending, the ledger by state, editions that stay open. */
@Singleton
class Metrics {

    private static final Duration REFRESH = Duration.ofSeconds(15);
    private static final List<String> STATES =
            List.of(
                    "PLANNED",
                    "CLAIMED",
                    "HANDED",
                    "ACCEPTED",
                    "DEFERRED",
                    "REJECTED",
                    "UNCERTAIN",
                    "EXCLUDED",
                    "EXPIRED");

    private final MeterRegistry registry;
    private final DeliveryCounts counts;
    private final EditionAccounts accounts;
    private final Dependency database;
    private volatile Map<String, Long> ledger = Map.of();
    private volatile EditionAccounts.Open open = new EditionAccounts.Open(0, 0);
    private @Nullable Loop refreshing;

    Metrics(
            MeterRegistry registry,
            DeliveryCounts counts,
            EditionAccounts accounts,
            @Named("database") Dependency database) {
        this.registry = registry;
        this.counts = counts;
        this.accounts = accounts;
        this.database = database;
    }

    void start(@Observes StartupEvent event) {
        for (DeliveryCounts.Ending ending : DeliveryCounts.Ending.values()) {
            FunctionCounter.builder("papertide.mail.attempts", counts, c -> c.count(ending))
                    .tag("ending", ending.name().toLowerCase(Locale.ROOT))
                    .description("Attempts to hand a mail to the SMTP server, by how they ended")
                    .register(registry);
        }
        for (String state : STATES) {
            Gauge.builder("papertide.ledger", this, m -> m.ledger.getOrDefault(state, 0L))
                    .tag("state", state.toLowerCase(Locale.ROOT))
                    .description("Rows of the delivery ledger, by state")
                    .register(registry);
        }
        Gauge.builder("papertide.editions.open", this, m -> m.open.all())
                .description("Editions in which something waits")
                .register(registry);
        Gauge.builder("papertide.editions.overdue", this, m -> m.open.overdue())
                .description("Editions that are open past their time: worth an alarm")
                .register(registry);
        refreshing = Loop.every(REFRESH, "metrics", this::refresh);
    }

    void stop(@Observes ShutdownEvent event) {
        if (refreshing != null) {
            refreshing.close();
        }
    }

    private void refresh() {
        if (database.isPresent()) {
            ledger = accounts.ledger();
            open = accounts.open();
        }
    }
}
