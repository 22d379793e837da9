package org.papertide.notify.assembly;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import org.papertide.bounce.ReturnedMail;
import org.papertide.notify.returned.ReturnedMailCounts;
import org.papertide.notify.returned.ReturnedMails;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.loop.Loops;

/** What an operator watches of returned mail: how much of each kind, and how many complain. */
@Singleton
class ReturnMetrics {

    private static final Duration REFRESH = Duration.ofMinutes(1);

    private final MeterRegistry registry;
    private final ReturnedMailCounts counts;
    private final ReturnedMails mails;
    private final Dependency database;
    private volatile double complaintRate;

    ReturnMetrics(
            MeterRegistry registry,
            ReturnedMailCounts counts,
            ReturnedMails mails,
            @Named("database") Dependency database) {
        this.registry = registry;
        this.counts = counts;
        this.mails = mails;
        this.database = database;
    }

    void start(@Observes StartupEvent event, Loops loops) {
        for (ReturnedMail.Kind kind : ReturnedMail.Kind.values()) {
            FunctionCounter.builder("papertide.returned.mail", counts, all -> all.count(kind))
                    .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                    .description("Mails, and reports of providers, that came back, by kind")
                    .register(registry);
        }
        FunctionCounter.builder(
                        "papertide.returned.mail.unaddressed",
                        counts,
                        ReturnedMailCounts::unaddressed)
                .description("Mails, and reports of providers, that were about no mail of ours")
                .register(registry);
        Gauge.builder("papertide.complaint.rate", this, m -> m.complaintRate)
                .description(
                        "Complaints of the last 24 hours per mail that a server took: worth an"
                                + " alarm near 0.001")
                .register(registry);
        loops.start("complaints", database.whenPresent(this::refresh));
    }

    private Duration refresh() {
        complaintRate = mails.complaintRate();
        return REFRESH;
    }
}
