package org.papertide.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.papertide.testing.Checkout;

/** Where the ranking service keeps its stores while it is measured. */
record StateDirectory(Path path) {

    /** A directory that does not exist yet, below the bench's target directory. */
    static StateDirectory fresh() {
        StateDirectory directory =
                new StateDirectory(Checkout.root().resolve("deploy/bench/target/ranking-state"));
        directory.wipe();
        return directory;
    }

    /** Bytes on disk, per store. */
    Map<String, Long> bytes() {
        Map<String, Long> stores = new TreeMap<>();
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                stores.merge(
                        file.getName(file.getNameCount() - 2).toString(),
                        Files.size(file),
                        Long::sum);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return stores;
    }

    /** Deletes it, as if the machine had been lost. */
    void wipe() {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> found = Files.walk(path)) {
            for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
