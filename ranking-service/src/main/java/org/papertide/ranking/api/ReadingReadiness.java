package org.papertide.ranking.api;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the readers' stores are filled; else says what is missing. */
@Readiness
class ReadingReadiness implements HealthCheck {

    private final ReadingStream stream;

    ReadingReadiness(ReadingStream stream) {
        this.stream = stream;
    }

    @Override
    public HealthCheckResponse call() {
        return stream.findMissing()
                .map(reason ->
                        HealthCheckResponse.named("readers")
                                .down()
                                .withData("missing", reason)
                                .build())
                .orElseGet(() -> HealthCheckResponse.up("readers"));
    }
}
