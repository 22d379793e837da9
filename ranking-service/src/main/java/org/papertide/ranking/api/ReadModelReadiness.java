package org.papertide.ranking.api;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the stores of the read model are filled; otherwise names what is missing. */
@Readiness
class ReadModelReadiness implements HealthCheck {

    private final ReadModelStream stream;

    ReadModelReadiness(ReadModelStream stream) {
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
