package org.papertide.testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * The Kafka, PostgreSQL and mail server that all tests of a build share. The first test process
 * starts them, and the others find them. They end by themselves when the build has ended.
 */
public final class TestStack {

    private final StackFacts facts;

    private TestStack(StackFacts facts) {
        this.facts = facts;
    }

    /**
     * The stack of this build; started if nobody has yet.
     *
     * @throws IllegalStateException if it does not come up, with the place of its log
     */
    public static TestStack get() {
        Path directory = Checkout.root().resolve("target/papertide-stack");
        try {
            Files.createDirectories(directory);
            try (FileChannel channel =
                            FileChannel.open(
                                    directory.resolve("lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    FileLock _ = lock(channel)) {
                StackRuns runs = new StackRuns(directory);
                return new TestStack(
                        runs.find(Checkout.build().pid()).orElseGet(() -> start(runs)));
            }
        } catch (IOException e) {
            throw new IllegalStateException("the test stack cannot be found or started", e);
        }
    }

    /** For {@code bootstrap.servers}. */
    public String kafka() {
        return facts.kafka();
    }

    /** A topic prefix that no other test has, such as {@code t1f3a9c04.}. */
    public String newTopicPrefix() {
        return "t" + unique() + ".";
    }

    /** A new, empty database. */
    public TestDatabase newDatabase(String name) {
        return newDatabase(facts, name);
    }

    static TestDatabase newDatabase(StackFacts facts, String name) {
        String database = name + "_" + unique();
        TestDatabase maintenance = facts.database("postgres");
        try (Connection connection =
                        DriverManager.getConnection(
                                maintenance.jdbcUrl(), maintenance.user(), maintenance.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE \"" + database + "\"");
        } catch (SQLException e) {
            throw new IllegalStateException("no new database: " + e.getMessage(), e);
        }
        return facts.database(database);
    }

    /** Where mails can be sent to, on 127.0.0.1; any address is accepted. */
    public int smtpPort() {
        return facts.port("mail.smtp");
    }

    /** Where they can be read; log in as any address, with any password. */
    public int imapPort() {
        return facts.port("mail.imap");
    }

    /** An address that no other test has. */
    public String newAddress(String name) {
        return name + "-" + unique() + "@example.org";
    }

    /** The mails to an address. */
    public Mailbox mailbox(String address) {
        return new Mailbox(imapPort(), address);
    }

    /** Servers that the test alone uses, and may take down. */
    public static PrivateStack privateStack() {
        return new PrivateStack();
    }

    private static String unique() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    private static StackFacts start(StackRuns runs) {
        runs.deleteEnded();
        Path run = runs.add();
        Map<String, String> arguments = StackLauncher.arguments(run, Checkout.build().pid());
        arguments.putAll(Ports.named("kafka", "controller", "postgres", "smtp", "imap", "inbox"));
        return StackLauncher.start(run, arguments);
    }

    /** A lock of another process blocks; one of another class loader makes the JDK throw. */
    private static FileLock lock(FileChannel channel) throws IOException {
        while (true) {
            try {
                return channel.lock();
            } catch (OverlappingFileLockException _) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }
}
