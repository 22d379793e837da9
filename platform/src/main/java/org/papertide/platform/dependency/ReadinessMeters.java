package org.papertide.platform.dependency;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Tells each check of readiness as a metric too, so that an alert can name what is missing. */
@Singleton
class ReadinessMeters {

    void start(
            @Observes StartupEvent event,
            @Readiness Instance<HealthCheck> checks,
            MeterRegistry registry) {
        checks.forEach(check -> register(check, registry));
    }

    /** The registry keeps weak references; the gauge's function keeps the check. */
    static void register(HealthCheck check, MeterRegistry registry) {
        Gauge.builder("papertide.ready", () -> isUp(check) ? 1 : 0)
                .tag("check", check.call().getName())
                .description("Whether a check of readiness is up: 1, or 0")
                .register(registry);
    }

    private static boolean isUp(HealthCheck check) {
        return check.call().getStatus() == HealthCheckResponse.Status.UP;
    }
}
