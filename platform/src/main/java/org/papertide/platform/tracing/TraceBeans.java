package org.papertide.platform.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where the steps of traces go. */
@Singleton
class TraceBeans {

    private final OpenTelemetry telemetry;
    private final boolean off;

    /**
     * @param off whether OpenTelemetry is off
     */
    TraceBeans(
            OpenTelemetry telemetry,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled", defaultValue = "true")
                    boolean off) {
        this.telemetry = telemetry;
        this.off = off;
    }

    /** Quarkus asks it of each span. */
    @Produces
    @Singleton
    static SpanProcessor hiddenTokens() {
        return new HiddenTokens();
    }

    @Produces
    @Singleton
    Traces traces() {
        return off ? Traces.OFF : Traces.to(telemetry);
    }
}
