package org.papertide.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program of the system that a benchmark compares with.
 *
 * @param path of its file
 */
record Tool(Path path) {

    /** The tool of that name, on the path or where Debian keeps the servers. */
    static Optional<Tool> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Tool::new);
    }

    /**
     * The tool of that name.
     *
     * @throws MissingToolException if it is not installed
     */
    static Tool require(String name, String debianPackage) {
        return find(name)
                .orElseThrow(() ->
                        new MissingToolException(
                                "%s is not installed; on Debian: apt-get install %s"
                                        .formatted(name, debianPackage)));
    }

    /**
     * Starts it; its output goes to this process's standard error. A shell joins the two: opening
     * {@code /dev/stderr} anew would empty the file that standard error is redirected to.
     */
    Process start(String... arguments) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" >&2", "sh"));
        command.addAll(command(arguments));
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs it to its end and returns what it printed.
     *
     * @throws IllegalStateException if it fails
     */
    String run(String... arguments) {
        try {
            Process process =
                    new ProcessBuilder(command(arguments)).redirectErrorStream(true).start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(path + " failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(path.toString()));
        command.addAll(List.of(arguments));
        return command;
    }
}
