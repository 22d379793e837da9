package org.papertide.notify;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The service plans and composes; the test brings the workers. */
public final class NoWorkers implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("papertide.delivery.connections", "0");
    }
}
