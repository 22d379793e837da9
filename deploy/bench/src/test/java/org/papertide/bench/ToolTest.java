package org.papertide.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolTest {

    @TempDir Path directory;

    /** As {@code ./papertide bench … 2>file} does: the report so far must stay in the file. */
    @Test
    void appendsToTheFileThatStandardErrorIsRedirectedTo() throws IOException {
        Path file = directory.resolve("report.txt");

        String output =
                new Tool(Path.of("/bin/sh"))
                        .run(
                                "-c",
                                "exec \"$@\" 2>" + file,
                                "sh",
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Reporting.class.getName());

        assertThat(output).isEmpty();
        assertThat(file).content().isEqualTo("before\nof the tool\nafter\n");
    }

    /** A benchmark that starts a tool between two lines of its report. */
    static final class Reporting {

        private Reporting() {}

        public static void main(String[] arguments) throws InterruptedException {
            System.err.println("before");
            Tool.require("echo", "coreutils").start("of the tool").waitFor();
            System.err.println("after");
        }
    }
}
