package org.papertide.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The folders of the shared stacks of this checkout, one for each stack that was started. A folder
 * belongs to its process until that has ended: a stack whose build is over may still be writing.
 */
record StackRuns(Path directory) {

    /** The facts of a stack that accepts this build. */
    Optional<StackFacts> find(long build) {
        return all().stream()
                .flatMap(run -> StackFacts.read(ready(run)).stream())
                .filter(facts -> facts.post("/watch/" + build))
                .findFirst();
    }

    /** A folder for a new stack. */
    Path add() {
        return directory.resolve("run-" + UUID.randomUUID().toString().substring(0, 8));
    }

    /** Deletes what ended stacks have left, which may be 50 MB each. */
    void deleteEnded() {
        for (Path run : all()) {
            if (StackLauncher.process(run).isEmpty()) {
                try {
                    Checkout.delete(run);
                } catch (UncheckedIOException _) {
                    // A server has outlived its stack and still writes: the next build deletes it.
                }
            }
        }
    }

    /** The properties file that the stack in a folder writes when it is up. */
    static Path ready(Path run) {
        return run.resolve("ready");
    }

    private List<Path> all() {
        List<Path> runs = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "run-*")) {
            found.forEach(runs::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return runs;
    }
}
