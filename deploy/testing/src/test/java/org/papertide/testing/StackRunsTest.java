package org.papertide.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackRunsTest {

    @TempDir Path directory;

    /** Its build is over and nobody can use it, but its servers still write their last files. */
    @Test
    void leavesTheFolderOfAStackThatIsStillEnding() throws IOException {
        Path ending = run("run-ending", ProcessHandle.current().pid());

        new StackRuns(directory).deleteEnded();

        assertThat(ending.resolve("kafka/log")).exists();
    }

    @Test
    void deletesWhatEndedStacksHaveLeft() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        Path ended = run("run-ended", process.pid());
        Path neverStarted = Files.createDirectories(directory.resolve("run-never"));
        Path other = Files.createDirectories(directory.resolve("postgres-binaries"));

        new StackRuns(directory).deleteEnded();

        assertThat(ended).doesNotExist();
        assertThat(neverStarted).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void findsNoStackWhereNoneIsReady() throws IOException {
        run("run-ending", ProcessHandle.current().pid());

        assertThat(new StackRuns(directory).find(ProcessHandle.current().pid())).isEmpty();
    }

    private Path run(String name, long pid) throws IOException {
        Path run = directory.resolve(name);
        Files.createDirectories(run.resolve("kafka"));
        Files.writeString(run.resolve("kafka/log"), "data");
        Files.writeString(run.resolve("pid"), Long.toString(pid));
        return run;
    }
}
