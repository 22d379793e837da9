package org.papertide.notify.assembly;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.papertide.bounce.ReturnedMail;
import org.papertide.notify.returned.ReturnedMailCounts;

/** What an operator watches of returned mail: how much of each kind. */
@Singleton
class ReturnMetrics {

    private final MeterRegistry registry;
    private final ReturnedMailCounts counts;

    ReturnMetrics(MeterRegistry registry, ReturnedMailCounts counts) {
        this.registry = registry;
        this.counts = counts;
    }

    void start(@Observes StartupEvent event) {
        for (ReturnedMail.Kind kind : ReturnedMail.Kind.values()) {
            FunctionCounter.builder("papertide.returned.mail", counts, all -> all.count(kind))
                    .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                    .description("Mails, and reports of providers, that came back, by kind")
                    .register(registry);
        }
        for (ReturnedMailCounts.Fault fault : ReturnedMailCounts.Fault.values()) {
            FunctionCounter.builder(
                            "papertide.returned.mail.faults", counts, all -> all.count(fault))
                    .tag("fault", fault.name().toLowerCase(Locale.ROOT))
                    .description(
                            "Mails that came back for which no address is to blame, by what is")
                    .register(registry);
        }
        FunctionCounter.builder(
                        "papertide.returned.mail.unaddressed",
                        counts,
                        ReturnedMailCounts::unaddressed)
                .description("Mails, and reports of providers, that were about no mail of ours")
                .register(registry);
    }
}
