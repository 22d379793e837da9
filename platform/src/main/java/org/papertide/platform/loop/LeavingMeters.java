package org.papertide.platform.loop;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.List;

/**
 * Takes the service's own meters out of the registry when it stops, last of all. The registry is
 * the process's: a service that starts again in it, as in tests, would find its meters there, and
 * they would ask objects of the one before, until those are collected and the meters are missing.
 */
@Singleton
final class LeavingMeters {

    private static final String OWN = "papertide.";

    private final MeterRegistry registry;

    LeavingMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void stop(
            @Observes @Priority(Interceptor.Priority.PLATFORM_AFTER + 1_000) ShutdownEvent event) {
        List.copyOf(registry.getMeters()).stream()
                .filter(meter -> meter.getId().getName().startsWith(OWN))
                .forEach(registry::remove);
    }
}
