package org.papertide.local.command;

import java.nio.file.Path;
import java.util.Optional;
import org.papertide.local.data.DataDirectory;
import org.papertide.local.data.StackPorts;
import picocli.CommandLine.Option;

/** The options that name a stack: its data directory and its ports. */
final class StackOptions {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the stack keeps everything; .papertide by default.")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--port-base",
            paramLabel = "N",
            description = "The first of the stack's fifteen ports; 8080 by default.")
    private Optional<StackPorts> ports = Optional.empty();

    /** The data directory. */
    DataDirectory data(Path root) {
        return DataDirectory.of(root, data);
    }

    /** The ports, if they were given. */
    Optional<StackPorts> ports() {
        return ports;
    }

    /** Whether one of the options was given. */
    boolean isNamed() {
        return data.isPresent() || ports.isPresent();
    }
}
