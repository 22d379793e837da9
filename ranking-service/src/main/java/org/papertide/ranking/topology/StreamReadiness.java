package org.papertide.ranking.topology;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the stream runs; else says what is missing. */
@Readiness
class StreamReadiness implements HealthCheck {

    private final StreamClient client;

    StreamReadiness(StreamClient client) {
        this.client = client;
    }

    @Override
    public HealthCheckResponse call() {
        return client.findMissing()
                .map(reason ->
                        HealthCheckResponse.named("stream")
                                .down()
                                .withData("missing", reason)
                                .build())
                .orElseGet(() -> HealthCheckResponse.up("stream"));
    }
}
