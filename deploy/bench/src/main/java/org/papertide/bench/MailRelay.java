package org.papertide.bench;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.papertide.testing.Ports;

/**
 * Another program that takes mails by SMTP and hands them on to the same server as the service: how
 * many mails a second come through it. It gets them from {@code smtp-source}.
 */
abstract class MailRelay implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final String name;
    private final Path directory;
    private final int port = Ports.free();

    MailRelay(String name) {
        this.name = name;
        try {
            // Not below the checkout: a relay that gives up its rights must reach it.
            this.directory =
                    Files.createTempDirectory(
                            "papertide-" + name,
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rwxr-xr-x")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those that can be had here, each not yet started. */
    static List<MailRelay> all(Table table, int sink) {
        return Stream.of(Postfix.find(table, sink), Haraka.find(table, sink))
                .flatMap(List::stream)
                .toList();
    }

    String name() {
        return name;
    }

    Path directory() {
        return directory;
    }

    int port() {
        return port;
    }

    /** Starts it; it may need a while until it answers. */
    abstract void start();

    /** Whether it has handed on all that it took. */
    abstract boolean isEmpty();

    abstract void stop();

    /** Writes one of its files. */
    void write(String file, String text) {
        Path path = directory.resolve(file);
        try {
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Mails per second, from the first that it is given to the last that it has handed on. */
    double rate(SmtpSource source, long bytes, int mails) {
        start();
        await(name + " answers").atMost(Duration.ofSeconds(30)).until(this::answers);
        Stopwatch stopwatch = Stopwatch.start();
        source.send(port, bytes, mails);
        await(name + " has handed on all mails")
                .atMost(LONGEST)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(this::isEmpty);
        return mails / stopwatch.seconds();
    }

    private boolean answers() {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return client.getInputStream().read() == '2';
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() {
        stop();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
