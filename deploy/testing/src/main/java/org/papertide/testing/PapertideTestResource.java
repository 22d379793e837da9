package org.papertide.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives a service under {@code @QuarkusTest} what it needs of the shared stack: a topic prefix and,
 * if it names one, a database of its own, as settings.
 *
 * <p>{@code @WithTestResource(value = PapertideTestResource.class, initArgs = @ResourceArg(name =
 * "database", value = "ingest"))}; further arguments are settings, and {@code guard} with any value
 * holds the connections to their limits, as outside of tests.
 */
public final class PapertideTestResource implements QuarkusTestResourceLifecycleManager {

    /** The bearer token of the operator in tests. */
    public static final String OPERATOR_TOKEN = "test-operator-token-0123456789";

    private final Map<String, String> further = new HashMap<>();
    private boolean guarded;

    @Override
    public void init(Map<String, String> arguments) {
        further.putAll(arguments);
    }

    @Override
    public Map<String, String> start() {
        TestStack stack = TestStack.get();
        Map<String, String> settings = new HashMap<>();
        settings.put("papertide.kafka.bootstrap-servers", stack.kafka());
        settings.put("kafka.bootstrap.servers", stack.kafka());
        settings.put("papertide.kafka.topic-prefix", stack.newTopicPrefix());
        settings.put("papertide.kafka.partitions", "4");
        settings.put("papertide.kafka.replication", "1");
        // Short, since tests wait for it.
        settings.put("papertide.kafka.standstill", "PT5S");
        settings.put("papertide.operator-token", OPERATOR_TOKEN);
        // The receivers of webhooks in tests are on this machine, and tests wait for retries.
        settings.put("papertide.webhooks.allowed-networks", "127.0.0.0/8");
        settings.put("papertide.webhooks.plain-http", "true");
        settings.put("papertide.webhooks.retries", "PT0.2S,PT1S");
        settings.put("papertide.mail.smtp.host", "127.0.0.1");
        settings.put("papertide.mail.smtp.port", Integer.toString(stack.smtpPort()));
        String database = further.remove("database");
        if (database != null) {
            TestDatabase made = stack.newDatabase(database);
            settings.put("quarkus.datasource.jdbc.url", made.jdbcUrl());
            settings.put("quarkus.datasource.username", made.user());
            settings.put("quarkus.datasource.password", made.password());
        }
        guarded = further.remove("guard") != null;
        if (guarded) {
            GuardedConnections.show();
        }
        settings.putAll(further);
        return settings;
    }

    /** The stack outlives the test; it ends with the build. */
    @Override
    public void stop() {
        if (guarded) {
            GuardedConnections.hide();
        }
    }
}
