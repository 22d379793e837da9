package org.papertide.ingest.polling;

import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import org.papertide.ingest.source.PaperSource;
import org.papertide.ingest.source.Sleeper;
import org.papertide.ingest.source.fetch.HttpClientSettings;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.tracing.Traces;

/** Puts polling together, and starts and stops it with the service. */
@ApplicationScoped
class PollingBeans {

    @Produces
    @Singleton
    Sleeper pause() {
        return length -> {
            if (length.isPositive()) {
                Thread.sleep(length);
            }
        };
    }

    @Produces
    @Singleton
    Polling polling(
            @All List<PaperSource> sources,
            SourceLog log,
            Leases leases,
            Clock clock,
            Sleeper pause,
            @Named("database") Dependency database,
            PollingSettings settings,
            HttpClientSettings client,
            Traces traces) {
        return new Polling(
                sources,
                log,
                leases,
                clock,
                pause,
                client.timeout(),
                database::whenPresent,
                settings.offline(),
                traces);
    }

    void start(@Observes StartupEvent event, Polling polling) {
        polling.start();
    }

    void stop(@Observes ShutdownEvent event, Polling polling) {
        polling.close();
    }
}
