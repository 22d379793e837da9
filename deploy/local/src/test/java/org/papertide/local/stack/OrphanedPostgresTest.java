package org.papertide.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lock file names a process; which one it is decides whether it is stopped. */
class OrphanedPostgresTest {

    @TempDir Path directory;

    private Path data;
    private Process running;

    @BeforeEach
    void start() throws IOException {
        data = Files.createDirectory(directory.resolve("data"));
        Path program = Files.copy(Path.of("/bin/sh"), directory.resolve("postgres"));
        running =
                new ProcessBuilder(program.toString(), "-c", "read line")
                        .directory(data.toFile())
                        .start();
    }

    @AfterEach
    void end() {
        running.destroyForcibly();
    }

    @Test
    void findsTheOneThatWorksInItsDirectory() throws IOException {
        lock(data, running.pid());

        assertThat(OrphanedPostgres.postmaster(data)).contains(running.toHandle());
    }

    @Test
    void leavesThePostgresOfAnotherDirectory() throws IOException {
        assumeThat(Path.of("/proc/self/cwd")).exists();
        Path other = Files.createDirectory(directory.resolve("other"));
        lock(other, running.pid());

        OrphanedPostgres.stop(other);

        assertThat(running.isAlive()).isTrue();
        assertThat(other.resolve("postmaster.pid")).doesNotExist();
    }

    /** Unless root asks, of the first process nobody sees what it is. */
    @Test
    void takesNoProcessForItsOwnThatCannotBeSeen() throws IOException {
        lock(data, 1);

        assertThat(OrphanedPostgres.postmaster(data)).isEmpty();
    }

    private static void lock(Path data, long process) throws IOException {
        Files.writeString(data.resolve("postmaster.pid"), process + "\n" + data + "\n");
    }
}
