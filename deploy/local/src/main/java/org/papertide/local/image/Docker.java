package org.papertide.local.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.local.data.RefusedException;

/** The command {@code docker}. */
final class Docker {

    /** Enough of a failed build to see why. */
    private static final int LINES_SHOWN = 30;

    private final String program;

    /**
     * @param program its name or path
     */
    Docker(String program) {
        this.program = program;
    }

    /** The platform of the engine. */
    Platform platform() {
        return Platform.named(ask(List.of("version", "--format", "{{.Server.Arch}}")));
    }

    /** What a short command prints. */
    String ask(List<String> arguments) {
        try {
            Process process = start(arguments, null);
            String printed =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new RefusedException(
                        "docker %s failed: %s"
                                .formatted(String.join(" ", arguments), printed.strip()));
            }
            return printed.strip();
        } catch (IOException e) {
            throw new RefusedException("docker cannot be run; is it installed?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted", e);
        }
    }

    /** Runs a long command whose output goes into a file. */
    void run(List<String> arguments, Path log) {
        try {
            Process process = start(arguments, log);
            if (process.waitFor() != 0) {
                List<String> lines = Files.readAllLines(log);
                throw new RefusedException(
                        "docker %s failed; all of it is in %s:%n%s"
                                .formatted(
                                        arguments.getFirst(),
                                        log,
                                        String.join(
                                                System.lineSeparator(),
                                                lines.subList(
                                                        Math.max(0, lines.size() - LINES_SHOWN),
                                                        lines.size()))));
            }
        } catch (IOException e) {
            throw new RefusedException("docker cannot be run; is it installed?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted", e);
        }
    }

    private Process start(List<String> arguments, @Nullable Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        if (log != null) {
            builder.redirectOutput(log.toFile());
        }
        return builder.start();
    }
}
