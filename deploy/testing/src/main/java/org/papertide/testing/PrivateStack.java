package org.papertide.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Kafka and a PostgreSQL that one test uses alone, each as a process of its own, so that it can
 * be stopped, started and paused on its port. Started when first asked for, or reserved: its port
 * is known while it is still down.
 */
public final class PrivateStack implements AutoCloseable {

    private final List<TestServer> servers = new ArrayList<>();
    private final Path directory;

    PrivateStack() {
        Path parent = Checkout.root().resolve("target/papertide-stack");
        try {
            Files.createDirectories(parent);
            directory = Files.createTempDirectory(parent, "private-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A Kafka that is down until it is started. */
    public TestServer newKafka() {
        return add("kafka", Ports.named("kafka", "controller"));
    }

    /** A PostgreSQL that is down until it is started. */
    public TestServer newPostgres() {
        return add("postgres", Ports.named("postgres"));
    }

    private TestServer add(String name, Map<String, String> ports) {
        TestServer server = new TestServer(name, directory.resolve(name + servers.size()), ports);
        servers.add(server);
        return server;
    }

    @Override
    public void close() {
        servers.forEach(TestServer::close);
        Checkout.delete(directory);
    }
}
