package org.papertide.notify;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * The service plans and composes; the test brings the workers. Anybody may create webhooks, so that
 * no other start of the service is needed to see that.
 */
public final class NoWorkers implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "papertide.delivery.connections", "0",
                "papertide.webhooks.open", "true",
                "papertide.webhooks.per-owner", "1000");
    }
}
