package org.papertide.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The checkout under test, and the build that tests it. */
public final class Checkout {

    private Checkout() {}

    /** The root of the checkout. */
    public static Path root() {
        String given = System.getProperty("papertide.root", "");
        if (!given.isEmpty()) {
            return Path.of(given);
        }
        Path directory = Path.of("").toAbsolutePath();
        for (@Nullable Path at = directory; at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("mvnw"))) {
                return at;
            }
        }
        throw new IllegalStateException("not within a checkout: " + directory);
    }

    /** The process that runs the tests' processes: Maven or an IDE; else this one. */
    static ProcessHandle build() {
        Optional<ProcessHandle> parent = ProcessHandle.current().parent();
        while (parent.isPresent() && !isJava(parent.get())) {
            parent = parent.get().parent();
        }
        return parent.orElse(ProcessHandle.current());
    }

    /** Deletes a directory of a stack that has ended. */
    static void delete(Path directory) {
        try (Stream<Path> found = Files.walk(directory)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isJava(ProcessHandle process) {
        return process.info().command().map(c -> c.endsWith("java")).orElse(false);
    }
}
